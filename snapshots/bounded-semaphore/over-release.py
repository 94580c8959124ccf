# One release too many raises ValueError with the same text on both sides: the handler stays right.
from eventlet.semaphore import BoundedSemaphore


def give_back():
    slots = BoundedSemaphore(1)
    try:
        slots.release()
    except ValueError:
        print("too many")
