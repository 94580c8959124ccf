# A count that is no int is converted by eventlet; threading would never block on a fraction: int() is written out.
import os

from eventlet.semaphore import Semaphore


def make(size, conf):
    with Semaphore(2.5), Semaphore(size / 2), Semaphore(os.environ["SLOTS"]):
        pass
    with Semaphore(value=4), Semaphore(size), Semaphore(conf.size):
        pass
