# Nothing changes: the function is also given something else, whose send() must stay.
from eventlet import event


def _finish(done):
    done.send()


def run(channel):
    done = event.Event()
    _finish(done)
    _finish(channel)
    done.wait()
