# Both paths, and the plain semaphore beside them: three hunks, one import.
import eventlet
from eventlet import semaphore


def make():
    with eventlet.BoundedSemaphore(1), semaphore.BoundedSemaphore(value=2), semaphore.Semaphore():
        pass
