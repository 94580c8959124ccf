# Nothing changes: the object stays (its balance is read), so its annotation stays too.
from eventlet.semaphore import Semaphore


def free() -> int:
    slots: Semaphore = Semaphore(2)
    return slots.balance
