"""The class of the configuration is made of the library's."""
from eventlet import event


class Event:
    def __init__(self):
        self._event = event.Event()

    def send(self, value):
        self._event.send(value)

    def wait(self):
        return self._event.wait()


class Better(event.Event):
    pass
