# Nothing changes: the result of wait() leaves the function.
from eventlet.event import Event


def work():
    done = Event()
    done.send()
    return done.wait(timeout=1)
