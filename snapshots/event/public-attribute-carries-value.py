# Nothing changes: another class sends a value to an attribute of that name.
from eventlet import event


class Worker:
    def __init__(self):
        self.done = event.Event()

    def finish(self):
        self.done.send()


class Boss:
    def end(self, worker):
        worker.done.send("fired")
