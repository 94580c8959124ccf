# A function under another name: the calls change, and the alias goes with its import.
from eventlet import sleep as nap
from eventlet.event import Event as Signal


def wait():
    done = Signal()
    nap(1)
    done.send()
