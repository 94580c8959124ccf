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


def every(done=None):
    done = event.Event()
    done.send(1)
    done.reset()
    done.send(2, exc=None)
    return done.poll(0), done.poll_result(), done.poll_exception(), done.has_result(), done.has_exception()


def second():
    done = event.Event()
    done.send(1)
    try:
        done.send(2)
    except AssertionError:
        return done.wait()


def given(done):
    """Something else may come too."""
    done = done or event.Event()
    done.send(1)
    return done.wait()


def unknown():
    done = event.Event()
    done.cancel(1)
    return done.wait()
