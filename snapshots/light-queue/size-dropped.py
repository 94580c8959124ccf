# None and negative sizes mean "no limit": SimpleQueue takes no argument.
from eventlet.queue import LightQueue


def make():
    first, second, third = LightQueue(None), LightQueue(maxsize=None), LightQueue(-1)
    fourth = LightQueue(None)
    fourth.put(1)
