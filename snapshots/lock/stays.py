# Nothing changes: a count, the counter, a used result, `with … as`, a base, a type test, what is not seen.
from eventlet import lock
from eventlet.lock import Lock


class Own(Lock):
    pass


def counted():
    return lock.Lock(2)


def read():
    guard = lock.Lock()
    return guard.counter


def told():
    guard = lock.Lock()
    guard.acquire()
    return guard.release()


def named():
    guard = lock.Lock()
    with guard as held:
        return held


def is_lock(thing):
    return isinstance(thing, Lock)


def passed(*args):
    guard = lock.Lock()
    guard.acquire(*args)


def effect(log):
    guard = lock.Lock()
    guard.acquire()
    guard.release(log())
