# The inner deque exists on queue.Queue only, and wants its mutex: review.
from eventlet.queue import LightQueue


def peek():
    waiting = LightQueue()
    waiting.put(1)
    return waiting.queue[0]
