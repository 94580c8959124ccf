# -1 waits forever in eventlet and returns at once in threading: the argument goes.
from eventlet.semaphore import Semaphore


def wait():
    lock = Semaphore(1)
    lock.acquire(timeout=-1)
    lock.acquire(True, -1)
    lock.acquire(True, timeout=-1)
    lock.acquire(timeout=-1, blocking=True)
