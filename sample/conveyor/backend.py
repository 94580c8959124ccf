"""The backend that does the work. This one only pretends, in memory."""

from eventlet import sleep  # noqa: H302

RUNNING = 'running'
DONE = 'done'


class Busy(Exception):
    """The backend takes no more tasks for the moment."""


def _travel(time):
    """Stand in for the network, which takes its time."""
    sleep(time)


class Backend:
    """Says that a task is done when it has been asked often enough."""

    def __init__(self, polls=2, latency=0.001):
        self._polls = polls
        self._latency = latency
        self._polls_left = {}

    def start(self, name):
        """Start a task and return its id."""
        _travel(self._latency)
        task = 'task-%d' % (len(self._polls_left) + 1)
        self._polls_left[task] = self._polls
        return task

    def state(self, task):
        _travel(self._latency)
        self._polls_left[task] -= 1
        return RUNNING if self._polls_left[task] > 0 else DONE
