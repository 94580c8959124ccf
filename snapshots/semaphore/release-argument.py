# eventlet ignores the argument of release(), threading takes it for a count: dropped.
from eventlet.semaphore import Semaphore


def give_back():
    lock = Semaphore(1)
    lock.release(False)
    lock.release(blocking=True)
    lock.release(3)
