# Nothing changes: a walrus binds in the function, also from within a comprehension.
from eventlet import sleep


def plain(find):
    if (sleep := find()):
        sleep(1)


def through_comprehension(finders):
    found = [sleep := find() for find in finders]
    sleep(2)
    return found
