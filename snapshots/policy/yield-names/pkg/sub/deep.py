import eventlet

from ..utils import cooperate


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return cooperate
