# `global` without an assignment binds nothing new: the call is eventlet's and changes.
from eventlet import sleep


def wait():
    global sleep
    sleep(1)
