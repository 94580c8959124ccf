# A positive size needs queue.Queue.
from eventlet.queue import LightQueue


def make():
    first = LightQueue(1)
    first.put(1)
    second = LightQueue(maxsize=10)
    second.put(2)
