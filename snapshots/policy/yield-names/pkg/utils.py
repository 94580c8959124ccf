"""What everybody needs."""
import eventlet


def cooperate():
    """Let others run."""


def drain(jobs):
    for job in jobs:
        job.run()
        eventlet.sleep(0)


class Task:
    def cooperate(self):
        eventlet.sleep(0)

    def later(self):
        return lambda: eventlet.sleep(0)
