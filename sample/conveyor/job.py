"""A job, and the promise of its result."""

from eventlet import event


class Job:

    def __init__(self, name):
        self.name = name
        self._outcome = event.Event()

    def __repr__(self):
        return '<Job %s>' % self.name

    def finish(self, result):
        """Record the result and wake everybody who waits for it."""
        self._outcome.send(result)

    def finished(self):
        return self._outcome.ready()

    def result(self):
        """Wait until the job is finished and return its result."""
        return self._outcome.wait()
