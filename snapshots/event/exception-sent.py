# Nothing changes: an exception is sent, in two ways.
from eventlet.event import Event


def fail():
    done = Event()
    done.send(exc=ValueError("no"))


def fail_too():
    done = Event()
    done.send_exception(ValueError("no"))
