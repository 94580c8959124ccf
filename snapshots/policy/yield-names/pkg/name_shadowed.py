import eventlet

from pkg.utils import cooperate


def work(cooperate):
    eventlet.sleep(0)
    return cooperate


def rest():
    eventlet.sleep(0)
    cooperate()
