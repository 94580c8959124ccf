from eventlet import sleep
from eventlet.event import Event
from eventlet.greenthread import sleep as nap


def work():
    sleep(1)


def rest():
    nap(2)


def signal():
    done = Event()
    done.send()
