"""All become one class, and so does what speaks of them."""
from eventlet import event


def work(done: event.Event, other: 'event.Event' = None) -> event.Event:
    done = event.Event()
    done.send(1)
    if isinstance(other, event.Event):
        return other.wait()
    return done.wait()
