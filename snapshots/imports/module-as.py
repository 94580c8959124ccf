# An alias is followed; the alias is not carried over.
import eventlet as ev


def wait():
    ev.sleep(1)
    with ev.semaphore.Semaphore():
        pass
