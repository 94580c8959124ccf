import eventlet
from eventlet import sleep


def work():
    eventlet.sleep(1)
    sleep(1)
