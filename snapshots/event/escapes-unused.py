# Nothing changes: the event is only handed on; what is sent is decided elsewhere.
from eventlet.event import Event


def work(start):
    start(Event())
    done = Event()
    start(done)
    return done
