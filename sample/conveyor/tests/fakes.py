"""Backends that misbehave."""

from conveyor import backend


class BusyBackend(backend.Backend):
    """Takes a task only when it has been asked often enough."""

    def __init__(self, refusals):
        super().__init__()
        self._refusals = refusals

    def start(self, name):
        if self._refusals > 0:
            self._refusals -= 1
            raise backend.Busy()
        return super().start(name)


class SilentBackend(backend.Backend):
    """Takes tasks, but never says in time what became of them."""

    def state(self, task):
        from eventlet import sleep
        sleep(60)
        return super().state(task)
