# The annotation names the class of the object beside it: it must not go on saying LightQueue at level safe.
from eventlet.queue import LightQueue


def make():
    waiting: LightQueue = LightQueue()
    waiting.put(1)
    return waiting.get()
