"""Uses that are no calls of methods, and handlers that would not fire."""
from eventlet import event


def with_block():
    done = event.Event()
    done.send(1)
    with done:
        return done.wait()


def stored():
    done = event.Event()
    done.send(1)
    done.send = None
    return done.wait()


def second():
    done = event.Event()
    done.send(1)
    try:
        done.send(2)
    except AssertionError:
        return done.wait()


def with_arguments():
    done = event.Event('name')
    done.send(1)
    return done.wait()


class Own(event.Event):
    pass


factory = event.Event
