# Two imports of the same object under one name are no conflict: the call changes and both imports go.
from eventlet import sleep
from eventlet.greenthread import sleep


def wait():
    sleep(1)
