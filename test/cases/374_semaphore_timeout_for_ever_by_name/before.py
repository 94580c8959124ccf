import eventlet
eventlet.monkey_patch()
import threading
from eventlet import semaphore

FOREVER = -1


class Gate:
    def __init__(self, timeout=-1):
        self._timeout = timeout
        self._free = semaphore.Semaphore(0)

    def enter(self):
        return self._free.acquire(timeout=self._timeout)

    def open(self):
        self._free.release()


gate = Gate()
slots = semaphore.Semaphore(0)


def later():
    gate.open()
    slots.release()


timer = threading.Timer(0.05, later)
timer.start()
print(slots.acquire(True, FOREVER), gate.enter(), Gate(0.01).enter())
timer.join()
