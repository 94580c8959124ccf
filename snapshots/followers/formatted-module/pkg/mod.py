import eventlet


def work():
    eventlet.sleep(1)
