# Nothing changes: relative imports are the project's own modules, whatever they are called.
from . import eventlet
from .eventlet import sleep
from ..eventlet.event import Event


def wait():
    eventlet.sleep(1)
    sleep(2)
    return Event()
