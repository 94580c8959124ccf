# full() is not there on SimpleQueue: queue.Queue.
from eventlet.queue import LightQueue


def make():
    waiting = LightQueue()
    return waiting.full()
