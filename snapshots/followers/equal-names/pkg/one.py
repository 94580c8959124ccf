from eventlet import event
from eventlet import semaphore


class Worker:
    def __init__(self):
        self._drained = event.Event()
        self._slots = semaphore.Semaphore(2)

    def done(self):
        return self._drained.ready()

    def end(self):
        self._drained.send()
