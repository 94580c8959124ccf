import eventlet
from eventlet import semaphore


def work():
    eventlet.sleep(1)


def guard():
    with semaphore.Semaphore(2):
        pass
    with semaphore.BoundedSemaphore(3):
        pass
