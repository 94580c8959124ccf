# All uses of the private attribute are in this class: safe.
import eventlet


class Pool:
    def __init__(self, size):
        self._slots = eventlet.Semaphore(size)

    def run(self, task):
        with self._slots:
            task()
