# Nothing changes: the function that gets the event sends a value.
from eventlet.event import Event


def _work(done):
    done.send(42)


def run():
    done = Event()
    _work(done)
    return done.wait()
