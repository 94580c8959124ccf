# None and negative sizes mean "no limit": SimpleQueue takes no argument.
from eventlet.queue import LightQueue


def make():
    first = LightQueue(None)
    second = LightQueue(maxsize=None)
    third = LightQueue(-1)
    first.put(1)
    second.put(2)
    third.put(3)
