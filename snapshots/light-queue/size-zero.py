# Nothing changes: 0 makes a channel in eventlet (put waits for the getter) and no limit in the standard library.
from eventlet.queue import LightQueue


def channel():
    handover = LightQueue(0)
    handover.put(1)
    other = LightQueue(maxsize=0)
    other.put(2)
