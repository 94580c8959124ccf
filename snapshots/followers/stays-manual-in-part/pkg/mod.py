import eventlet
from eventlet import greenthread


def work():
    eventlet.sleep(1)


def rest(*args):
    eventlet.sleep(*args)


def pause():
    greenthread.sleep(1)
