import os

import eventlet


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    eventlet.sleep(5)
    return os
