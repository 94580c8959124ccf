# A type comment is a comment: it stays, and is not what keeps the import.
from eventlet import event


def work():
    done = event.Event()  # type: event.Event
    done.send()
