import eventlet
eventlet.monkey_patch()
import random
import threading
import time

DELAY = -1


class Poll:
    def __init__(self, end):
        self._left = end - time.time()

    def left(self):
        return -5 - time.time()

    def rest(self):
        eventlet.sleep(self._left)
        eventlet.sleep(self.left())


def pause(seconds):
    eventlet.sleep(seconds)


def wait(end, now):
    left, tries = end - now, 1
    eventlet.sleep(left)
    if (more := end - now):
        eventlet.sleep(more)

    def inner():
        eventlet.sleep(
            left)

    inner()
    return tries


Poll(0).rest()
worker = threading.Thread(target=pause, args=(-1,))
worker.start()
worker.join()
print(wait(1, 3))
eventlet.sleep(DELAY)
eventlet.sleep(random.uniform(-0.5, -0.1))
for step in range(0, -3, -1):
    eventlet.sleep(step)
print("done")
