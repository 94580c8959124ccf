# `queue` is eventlet's module and is still needed: the standard one gets another name.
from eventlet import queue


def make():
    waiting = queue.LightQueue()
    waiting.put(1)
    return waiting.get(), queue.PriorityQueue()
