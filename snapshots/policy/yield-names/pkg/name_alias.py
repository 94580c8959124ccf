import eventlet

from pkg.utils import cooperate as breathe


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return breathe
