import eventlet


def work():
    eventlet.sleep(1)
    eventlet.sleep(0)
