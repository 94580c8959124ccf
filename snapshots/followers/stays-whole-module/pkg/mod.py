import eventlet
from eventlet import event
from eventlet import sleep


def work():
    eventlet.sleep(1)


def rest():
    sleep(1)


def make():
    return event.Event()
