# Nothing changes: one event shared by all calls is handed to whoever reads the parameter.
from eventlet.event import Event


def work(done=Event()):
    return done
