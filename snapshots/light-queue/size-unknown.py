# Nothing changes: None, 0 and a number mean different things, and which it is is not known here.
from eventlet.queue import LightQueue


def make(size, conf):
    waiting = LightQueue(size)
    waiting.put(1)
    other = LightQueue(maxsize=conf.size)
    other.put(2)
