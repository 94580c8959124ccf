import eventlet
from eventlet import greenthread


def work():
    eventlet.sleep(1)


def rest():
    greenthread.sleep(2)
