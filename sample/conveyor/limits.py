"""How much may go on at the same time."""

from eventlet import semaphore


class Limiter:
    """Lets only so many callers into a function at once."""

    def __init__(self, slots):
        self._slots = semaphore.Semaphore(slots)

    def call(self, function, *args):
        with self._slots:
            return function(*args)


class Dock:
    """Places that one caller reserves and another one frees.

    To free a place that nobody reserved is an error: without it a bug in
    the bookkeeping would let in more and more tasks.
    """

    def __init__(self, places):
        self._places = semaphore.BoundedSemaphore(places)

    def reserve(self):
        self._places.acquire()

    def free(self):
        self._places.release()
