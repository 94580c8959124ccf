# Nothing changes: install() may put another function in place of the imported one. Both calls are reported.
from eventlet import sleep


def install(fake):
    global sleep
    sleep = fake


def wait():
    sleep(1)
