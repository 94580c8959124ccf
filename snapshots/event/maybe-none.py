# The attribute is None before it is an event: None has no methods to rename, so that is no conflict.
from eventlet.event import Event


class Worker:
    def __init__(self):
        self._done = None

    def run(self):
        self._done = Event()
        self._done.wait()

    def finish(self):
        if self._done is not None and not self._done.ready():
            self._done.send()
