import time

import eventlet
from eventlet import greenthread


def work():
    eventlet.sleep(1)
    greenthread.sleep(2)


def wait():
    eventlet.sleep(1)
    time.sleep(2)
