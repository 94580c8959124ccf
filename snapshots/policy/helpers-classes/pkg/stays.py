"""One stays, and so does what speaks of it."""
from eventlet import event


def value(given: event.Event):
    made = event.Event()
    made.send(1)
    other = event.Event()
    other.cancel()
    return made.wait()
