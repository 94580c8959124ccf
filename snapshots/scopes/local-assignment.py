# Nothing changes: an assignment anywhere in a function makes the name local in all of it, also above that line.
from eventlet import event


def first_of(stream):
    print(event.Event())
    event = next(stream)
    return event.Event
