# Nothing changes: getting(), putting(), resize() and maxsize have no equivalent.
from eventlet.queue import LightQueue


def count():
    waiting = LightQueue()
    return waiting.getting()


def widen():
    waiting = LightQueue(3)
    waiting.resize(5)
    return waiting.maxsize
