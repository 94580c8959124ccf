"""Nothing changes in words: eventlet.sleep(1) in a docstring, a comment and a message stay as they are."""
import eventlet

MESSAGE = "eventlet.sleep(2) was called"


def wait():
    """Calls eventlet.sleep(3)."""
    # eventlet.sleep(4) would be too long.
    eventlet.sleep(5)
