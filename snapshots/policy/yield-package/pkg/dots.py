import eventlet

from . import breathe


def work():
    eventlet.sleep(0)
    breathe()
