import eventlet


def work():
    eventlet.sleep(1)
    eventlet.sleep(0)


def wait():
    eventlet.sleep(2)
