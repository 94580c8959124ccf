# Nothing changes: the modules themselves are handed on.
import eventlet
from eventlet import greenthread


def wire(container):
    container.register(eventlet, greenthread)
    container.backend = eventlet.semaphore
