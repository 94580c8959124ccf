# The caller gets the semaphore: review, and the note says what to look for there.
from eventlet.semaphore import Semaphore


def make():
    return Semaphore(4)
