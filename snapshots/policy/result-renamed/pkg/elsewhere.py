"""Another file uses the attribute."""
from eventlet import event


class Job:
    def __init__(self):
        self.finished = event.Event()

    def run(self):
        self.finished.send(1)
