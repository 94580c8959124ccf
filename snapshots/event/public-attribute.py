# Every use of an attribute called `done` in the project is seen, and all are signals: safe.
from eventlet import event


class Worker:
    def __init__(self):
        self.done = event.Event()

    def finish(self):
        self.done.send()
