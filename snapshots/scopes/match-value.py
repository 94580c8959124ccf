# A dotted name in a pattern is looked up, not bound: eventlet.Timeout is reported as that, and the call changes.
import eventlet


def handle(error):
    match error:
        case eventlet.Timeout():
            return None
        case _:
            eventlet.sleep(1)
