# Nothing changes: the second send() raises AssertionError in eventlet only, and the code relies on it.
from eventlet.event import Event


def work():
    done = Event()
    done.send()
    try:
        done.send()
    except AssertionError:
        print("twice")
