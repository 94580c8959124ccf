# Two primitives need one module: one import serves both.
from eventlet import event
from eventlet.semaphore import BoundedSemaphore, Semaphore


def make():
    done = event.Event()
    done.send()
    with Semaphore(1), BoundedSemaphore(2):
        pass
