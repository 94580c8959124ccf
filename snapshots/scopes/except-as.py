# Nothing changes: `except … as` binds the name in the function (and unbinds it after the handler).
from eventlet import event


def read(source):
    try:
        return source()
    except ValueError as event:
        return event.Event()
