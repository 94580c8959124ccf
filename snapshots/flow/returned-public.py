# Nothing changes: nobody in this file calls the factory, so its callers are not known.
from eventlet import event


def make():
    return event.Event()
