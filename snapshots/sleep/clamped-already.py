# max(0, …) is already there: no second one, and nothing to review.
import time

import eventlet


def wait(deadline):
    eventlet.sleep(max(0, deadline - time.time()))
    eventlet.sleep(max(deadline - time.time(), 0))
