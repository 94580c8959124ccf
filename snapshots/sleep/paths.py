# Every path to the one function.
import eventlet
import eventlet.green.time
from eventlet import greenthread
from eventlet.green import time as green_time
from eventlet.greenthread import sleep


def wait():
    eventlet.sleep(1)
    eventlet.greenthread.sleep(2)
    greenthread.sleep(3)
    sleep(4)
    green_time.sleep(5)
    eventlet.green.time.sleep(6)
