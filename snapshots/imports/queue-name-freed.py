# The last use of eventlet's `queue` goes: the plain name is free for the standard module.
from eventlet import queue


def make():
    waiting = queue.LightQueue()
    waiting.put(1)
    return waiting.get()
