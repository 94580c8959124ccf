import eventlet

from . import zebra


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return zebra
