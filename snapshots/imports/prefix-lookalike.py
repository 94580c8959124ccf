# Nothing changes: other packages whose names only begin or end alike.
import eventlet_helpers
import my.eventlet
from eventlets import sleep
from oslo.eventlet import event


def wait():
    eventlet_helpers.sleep(1)
    my.eventlet.sleep(2)
    sleep(3)
    return event.Event()
