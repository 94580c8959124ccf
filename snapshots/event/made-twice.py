# Two constructions fill one attribute: one hunk, or the object would have two classes.
from eventlet import event


class Worker:
    def __init__(self):
        self._done = event.Event()

    def again(self):
        self._done.wait()
        self._done = event.Event()

    def finish(self):
        self._done.send()
