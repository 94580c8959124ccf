from eventlet import event
from eventlet import queue
from eventlet import semaphore


def signal():
    done = event.Event()
    done.send()


def guard():
    with semaphore.Semaphore(2):
        pass


def limit():
    with semaphore.BoundedSemaphore(3):
        pass


def first():
    items = queue.LightQueue()
    items.put(1)
    return items.get()
