# Nothing changes: inner() rebinds outer()'s own `sleep`; the imported one is used nowhere.
from eventlet import sleep


def outer(sleep):
    def inner(other):
        nonlocal sleep
        sleep = other
        sleep(1)

    inner(print)
    sleep(2)
