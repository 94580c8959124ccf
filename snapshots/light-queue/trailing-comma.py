# A trailing comma goes with the size.
from eventlet.queue import LightQueue


def make():
    first = LightQueue(None, )
    first.put(1)
    second = LightQueue(
        maxsize=None,
    )
    second.put(2)
