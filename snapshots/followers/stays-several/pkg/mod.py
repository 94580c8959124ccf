from eventlet import event
from eventlet import queue


def box(size):
    return queue.LightQueue()


def narrow():
    return queue.LightQueue(3)


def signal():
    done = event.Event()
    done.send()


def value():
    done = event.Event()
    done.send(3)
    return done.wait()


def first():
    items = queue.LightQueue()
    items.put(1)
    return items.get()


def bounded():
    items = queue.LightQueue(3)
    items.put(1)
    return items.get()
