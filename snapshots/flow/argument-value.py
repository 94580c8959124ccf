# The function that gets the event sends a value: the object becomes a Future, at review.
from eventlet.event import Event


def _work(done):
    done.send(42)


def run():
    done = Event()
    _work(done)
    return done.wait()
