"""Small helpers that know nothing about jobs."""

import time

from eventlet import greenthread


class StopWatch:
    """Measures how long a block takes."""

    def __enter__(self):
        self._started = time.monotonic()
        self.seconds = None
        return self

    def __exit__(self, *exc_info):
        self.seconds = time.monotonic() - self._started


def wait_until(predicate, seconds, interval=0.01):
    """Wait until predicate() is true; return whether it became so in time."""
    deadline = time.monotonic() + seconds
    while not predicate():
        if time.monotonic() >= deadline:
            return False
        greenthread.sleep(interval)
    return True
