# Nothing changes: the module deletes the name, so whether a call finds it depends on the order of calls.
from eventlet import sleep


def wait():
    sleep(1)


wait()
del sleep
