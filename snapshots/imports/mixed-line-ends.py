# Mixed line ends: what is not touched keeps its own.
import os
import eventlet


def wait():
    eventlet.sleep(1)
    return os
