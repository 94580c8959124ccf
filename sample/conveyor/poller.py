"""Asks the backend about its tasks until they are done."""

import eventlet
from eventlet import event
from eventlet import greenthread

from conveyor import backend as backend_states


class Poller:

    def __init__(self, backend, dock, interval=0.01, patience=1):
        self._backend = backend
        self._dock = dock
        self._interval = interval
        self._patience = patience
        self._stop = event.Event()
        self._jobs = {}

    def watch(self, task, job):
        self._jobs[task] = job

    def pending(self):
        return len(self._jobs)

    def run(self):
        while not self._stop.wait(timeout=self._interval):
            self.poll()

    def stop(self):
        self._stop.send(True)

    def poll(self):
        """Ask once about every task."""
        for task, job in list(self._jobs.items()):
            if self._state(task) == backend_states.DONE:
                del self._jobs[task]
                self._dock.free()
                job.finish('shipped as %s' % task)
            # A long list must not keep the workers waiting.
            greenthread.sleep(0)

    def _state(self, task):
        """Ask about one task; no answer in time means: still running."""
        with eventlet.Timeout(self._patience, False):
            return self._backend.state(task)
        return backend_states.RUNNING
