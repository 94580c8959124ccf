# An exception is sent, in two ways: a Future raises it in the waiter, at review.
from eventlet.event import Event


def fail():
    done = Event()
    done.send(exc=ValueError("no"))


def fail_too():
    done = Event()
    done.send_exception(ValueError("no"))
