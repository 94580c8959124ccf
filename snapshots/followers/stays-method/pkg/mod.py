from eventlet import event
from eventlet import queue
from eventlet.semaphore import Semaphore


def first(items):
    box = queue.LightQueue()
    for item in items:
        box.put(item)
    return box.get()


def signal():
    done = event.Event()
    done.send()


def enter():
    with Semaphore(1):
        pass
