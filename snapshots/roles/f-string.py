# A hole of an f-string is code, its text is not.
import eventlet


def report(names):
    return f"eventlet.sleep gives {eventlet.sleep(1)!r:>{eventlet.sleep(2) or 8}} for {names}"
