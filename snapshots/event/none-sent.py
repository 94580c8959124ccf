# A literal None that is sent is what wait() gives anyway: dropped.
from eventlet.event import Event


def work():
    done = Event()
    done.send(None)
    other = Event()
    other.send(result=None)
    done.wait()
    other.wait()
