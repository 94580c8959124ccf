import eventlet
from eventlet import sleep


def work():
    sleep(1)
    eventlet.sleep(1)
