# A type comment names the class like an annotation: it follows the object.
from eventlet import event


def work():
    done = event.Event()  # type: event.Event
    done.send()
