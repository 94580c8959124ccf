"""The function itself, and places where its bare name means something else."""
import eventlet


def cooperate():
    """Calling itself would never end."""
    eventlet.sleep(0)


def inside(cooperate):
    eventlet.sleep(0)
    return cooperate


def rebound():
    cooperate = None
    eventlet.sleep()
    return cooperate


def nested():
    def cooperate():
        return 1

    def work():
        eventlet.sleep(0)
        return cooperate()
    return work


def comprehension(tasks):
    return [eventlet.sleep(0) for cooperate in tasks]


class Task:
    def cooperate(self):
        """The method is not the function."""


def looks_like(task):
    task.sleep(0)
    task.eventlet.sleep(0)
