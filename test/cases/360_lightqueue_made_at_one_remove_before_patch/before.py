import threading

import eventlet
from eventlet import queue


class Jobs:
    def __init__(self):
        self._q = queue.LightQueue()

    def add(self, job):
        self._q.put(job)

    def get(self):
        return self._q.get(timeout=5)


JOBS = Jobs()

eventlet.monkey_patch()


def work():
    eventlet.sleep(0.01)
    JOBS.add('job')


threading.Thread(target=work).start()
print(JOBS.get())
