import eventlet


def give():
    eventlet.sleep(0)
