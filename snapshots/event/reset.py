# reset() complains where nothing was sent, clear() does not: review.
from eventlet.event import Event


class Gate:
    def __init__(self):
        self._open = Event()

    def pulse(self):
        self._open.send()
        self._open.wait()
        self._open.reset()
