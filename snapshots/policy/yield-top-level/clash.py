import eventlet


def work(tools):
    eventlet.sleep(0)
    return tools
