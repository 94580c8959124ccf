# All uses are seen: None is dropped, and what release() ignores; -1 and numbers mean the same on both sides.
import eventlet.lock


class Counter:
    def __init__(self):
        self._guard = eventlet.lock.Lock()
        self._count = 0

    def add(self):
        with self._guard:
            self._count += 1

    def wait(self):
        self._guard.acquire(timeout=None)
        self._guard.release(False)

    def look(self):
        if self._guard.locked() or not self._guard.acquire(True, -1):
            return False
        self._guard.release()
        return self._guard.acquire(timeout=2.5)
