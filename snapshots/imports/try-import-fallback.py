# Nothing changes: the name is one of two functions.
try:
    from eventlet import sleep
except ImportError:
    from time import sleep


def wait():
    sleep(1)
