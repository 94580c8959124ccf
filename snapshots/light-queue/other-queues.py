# Only the LightQueue changes: the others have advice of their own, and `eventlet.queue` stays for them.
from eventlet import queue


def make():
    first = queue.LightQueue()
    first.put(1)
    return first.get(), queue.Queue(), queue.LifoQueue(3)
