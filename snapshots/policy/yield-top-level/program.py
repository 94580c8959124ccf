import os

import eventlet


def work():
    eventlet.sleep(0)
    return os
