# acquire, release and with have the same meaning on both sides.
from eventlet.semaphore import Semaphore


def limited(task):
    slots = Semaphore(2)
    with slots:
        task()
    if slots.acquire(blocking=False):
        slots.release()
    slots.acquire(True, 3)
    slots.release()
