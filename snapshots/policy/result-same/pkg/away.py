"""Out of sight the methods have the same names."""
from eventlet import event

from pkg import events


def passed(store, events):
    done = event.Event()
    store.add(done)
    done.send(1)
    return done.wait()


def unseen():
    return event.Event()


def reset():
    """The class has no such method."""
    done = event.Event()
    done.send(1)
    done.reset()


MADE = event.Event()


def late():
    MADE.send(events)
    return MADE.wait()
