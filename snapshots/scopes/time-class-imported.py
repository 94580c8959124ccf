# `time` is already the function time.time: the module gets another name.
from time import time

import eventlet


def until(deadline):
    while time() < deadline:
        eventlet.sleep(1)
