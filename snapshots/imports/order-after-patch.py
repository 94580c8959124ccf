# monkey_patch() runs first here on purpose, and imports follow it: the new one must not come between.
import eventlet
eventlet.monkey_patch()

import os

from nova import service


def wait():
    eventlet.sleep(1)
    return os, service
