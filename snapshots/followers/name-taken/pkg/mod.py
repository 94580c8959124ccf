import eventlet
from eventlet import semaphore

from pkg import threading


def time():
    return 1


def work():
    eventlet.sleep(time())


def guard():
    with semaphore.Semaphore(threading.LIMIT):
        pass
