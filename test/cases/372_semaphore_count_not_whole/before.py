import os
from eventlet import semaphore

os.environ["SLOTS"] = "2"
half = 5 / 2


def share(total):
    return total / 2


class Limiter:
    def __init__(self, slots=os.environ.get("SLOTS")):
        self.slots = slots
        self.free = semaphore.Semaphore(self.slots)


a = semaphore.Semaphore(half)
b = semaphore.Semaphore(share(3))
print([a.acquire(False) for _ in range(4)])
print([b.acquire(False) for _ in range(4)])
print([Limiter().free.acquire(False) for _ in range(2)])
