"""They become different classes, and a person looks which is meant."""
from eventlet import event


def signal(other: event.Event):
    done = event.Event()
    done.send()
    return other


def value(other):
    made = event.Event()
    made.send(1)
    return isinstance(other, event.Event) or made.wait()
