# `# noqa` belongs to the line: it stays where the line stays, and goes where the line goes.
import os  # noqa: F401
from eventlet import greenpool, sleep  # noqa: H301
from eventlet import event  # noqa


def wait():
    sleep(1)
    done = event.Event()
    done.send()
    return greenpool.GreenPool()
