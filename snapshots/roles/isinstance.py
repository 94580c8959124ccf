# A test for the class follows the objects that the file makes; what the caller gives is not seen, so not at level safe.
from eventlet.event import Event


def work(result):
    done = Event()
    done.send()
    if isinstance(result, Event):
        return True
    return isinstance(result, (int, Event))
