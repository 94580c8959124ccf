# Nothing changes: `with … as sleep` binds a local name.
from eventlet import sleep


def measured(clock):
    with clock() as sleep:
        sleep(1)
