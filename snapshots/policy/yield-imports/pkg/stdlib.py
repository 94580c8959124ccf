import os

import eventlet


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return os
