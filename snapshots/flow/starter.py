# Spawned with the event as its argument: the function's parameter is followed.
import eventlet
from eventlet import event

eventlet.monkey_patch()


def _worker(number, done):
    done.send()
    return number


def run():
    done = event.Event()
    eventlet.spawn(_worker, 1, done)
    done.wait()
