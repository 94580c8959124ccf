# Nothing changes: the handler relies on what eventlet's function refuses.
import eventlet


def wait(value):
    try:
        eventlet.sleep(value)
    except TypeError:
        print("not a number")
