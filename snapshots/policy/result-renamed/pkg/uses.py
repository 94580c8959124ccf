"""Events with a value."""
from eventlet import event


def local():
    done = event.Event()
    done.send({'a': 1})
    return done.wait()


def timed():
    done = event.Event()
    done.send_exception(ValueError('x'))
    done.send(result=1, exc=None)
    while not done.ready():
        if done.wait(timeout=1) is None:
            break


class Job:
    def __init__(self):
        self.done = event.Event()
        self.stop = event.Event()

    def run(self):
        self.done.send(1)
        self.stop.send()

    def result(self):
        self.stop.wait()
        return self.done.wait(5)


def signal():
    """Needs no class of the project."""
    done = event.Event()
    done.send()
    done.wait()


def method(jobs):
    done = event.Event()
    jobs.add(done.send)
    done.send(1)
    return done.wait()
