from eventlet import sleep as nap
from eventlet.semaphore import Semaphore


class Pause:
    pass


def work():
    nap(1)


def lock():
    return Semaphore(2)
