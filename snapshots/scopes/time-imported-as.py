# The module is there under another name: that one is used, and no import is added.
import time as clock

import eventlet


def wait():
    start = clock.time()
    eventlet.sleep(1)
    return clock.time() - start
