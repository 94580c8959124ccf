import eventlet


def work():
    eventlet.sleep()
