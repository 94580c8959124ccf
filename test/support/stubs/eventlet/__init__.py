"""A stand-in for eventlet, with the same objects under the same names. What would wait raises: a test must mock it."""
from eventlet import event
from eventlet import greenthread
from eventlet import queue
from eventlet import semaphore
from eventlet.greenthread import sleep
from eventlet.greenthread import spawn

Event = event.Event
Queue = queue.Queue
Semaphore = semaphore.Semaphore


class Timeout(Exception):
    def __init__(self, seconds=None):
        self.seconds = seconds

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def monkey_patch(**modules):
    pass
