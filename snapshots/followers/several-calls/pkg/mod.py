import eventlet


def work(*args):
    eventlet.sleep(1)
    for seconds in (2, 3):
        eventlet.sleep(seconds)
    eventlet.sleep()
    eventlet.sleep(seconds=4)
