import queue as plain
import time
from fractions import Fraction
from eventlet import queue


def take(deadline):
    jobs = queue.LightQueue()
    try:
        return jobs.get(timeout=(deadline - time.time()).real)
    except plain.Empty:
        return "late"


def wait():
    jobs = queue.LightQueue()
    try:
        return jobs.get(True, Fraction(1, 100))
    except plain.Empty:
        return "nothing"


print(take(0), wait())
