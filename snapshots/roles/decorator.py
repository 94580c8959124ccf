# Nothing changes: eventlet's decorators have no equivalent; the call inside changes on its own.
import eventlet
from eventlet import timeout


@timeout.wrap_is_timeout
class Slow(Exception):
    pass


@eventlet.sleep
def odd():
    eventlet.sleep(1)
