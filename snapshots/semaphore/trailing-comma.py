# A trailing comma goes with the argument that it follows, and a comment stays readable.
from eventlet.semaphore import Semaphore


def wait():
    lock = Semaphore(1)
    lock.release(
        True,
    )
    lock.release(True, )
    lock.acquire(True, -1, )
    lock.acquire(
        blocking=True,
        timeout=-1,
    )
