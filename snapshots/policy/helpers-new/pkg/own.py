"""The class itself is used."""
import eventlet
from eventlet import event


class Own(event.Event):
    def send(self, result=None, exc=None):
        super().send(result or 0, exc)


FACTORY = event.Event


def make(kind=eventlet.Event):
    return kind()
