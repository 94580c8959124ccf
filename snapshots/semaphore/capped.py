# Nothing changes: the release of a CappedSemaphore blocks at its limit.
from eventlet.semaphore import CappedSemaphore


def tokens():
    return CappedSemaphore(1, 5)
