# Nothing changes: a Timeout as a context, in `except`, as a base; the advice differs by what it is there for.
import eventlet
from eventlet.timeout import Timeout


class Expired(Timeout):
    pass


def limited(task):
    try:
        with eventlet.Timeout(3):
            task()
    except eventlet.Timeout:
        return None
    except (ValueError, Expired):
        return False
