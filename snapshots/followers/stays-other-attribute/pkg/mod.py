from eventlet import greenthread
from eventlet import sleep


def work():
    greenthread.sleep(1)


def rest():
    sleep(1)
