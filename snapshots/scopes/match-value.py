# A dotted name in a pattern is looked up, not bound: this stays a reference, with advice, and the call changes.
import eventlet


def handle(error):
    match error:
        case eventlet.Timeout():
            return None
        case _:
            eventlet.sleep(1)
