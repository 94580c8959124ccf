# Nothing changes: the balance has no public twin.
from eventlet.semaphore import Semaphore


def free():
    slots = Semaphore(3)
    slots.acquire()
    return slots.balance
