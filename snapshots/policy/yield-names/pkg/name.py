import eventlet

from pkg.utils import cooperate


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return cooperate
