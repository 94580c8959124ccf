# A name in __all__ is for others: it stays bound, with a note. The call changes all the same.
from eventlet import sleep

__all__ = ["sleep", "wait"]


def wait():
    sleep(1)
