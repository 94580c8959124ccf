"""Makes none."""
from eventlet import event


def value(done: event.Event):
    return isinstance(done, event.Event)
