from eventlet import event
from eventlet import semaphore


class Manager:
    def __init__(self):
        self._sem = semaphore.Semaphore(2)
        self._done = event.Event()

    def work(self):
        with self._sem:
            self._done.wait(1)

    def finish(self):
        self._done.send()
