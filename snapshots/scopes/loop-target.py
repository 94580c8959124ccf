# Nothing changes: the loop binds `event`; iter() of each is not eventlet's module.
from eventlet import event


def dispatch(events):
    for event in events:
        event.Event()
    for index, (event, _) in enumerate(events):
        event.Event(index)
