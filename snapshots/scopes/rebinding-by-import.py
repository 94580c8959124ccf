# Nothing changes: two libraries are imported under one name; the second one wins. Reported, not guessed.
from eventlet import sleep
from gevent import sleep


def wait():
    sleep(1)
