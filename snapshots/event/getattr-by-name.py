# The attribute is also reached by its name as a string: out of sight, so at least review.
from eventlet import event


class Worker:
    def __init__(self):
        self._done = event.Event()

    def finish(self):
        self._done.send()

    def cancel(self):
        getattr(self, "_done").send("cancelled")
