# Nothing changes: a name that no version of eventlet has is reported all the same.
import eventlet
from eventlet import no_such_thing


def run():
    no_such_thing()
    return eventlet.not_this_either.sleep(1)
