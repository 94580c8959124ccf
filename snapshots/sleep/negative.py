# time.sleep refuses negative numbers: a literal becomes 0, a difference is clamped and wants a look.
import time

import eventlet


def wait(deadline, delay):
    eventlet.sleep(-1)
    eventlet.sleep(deadline - time.time())
    eventlet.sleep(-delay)
    eventlet.sleep(seconds=deadline - time.time())
