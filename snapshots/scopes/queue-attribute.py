# The local variable is called `queue`, like the module that is needed: an alias, or the line would fail.
from eventlet.queue import LightQueue


def collect(items):
    queue = LightQueue()
    for item in items:
        queue.put(item)
    return queue.get()
