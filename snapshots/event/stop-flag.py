# The usual worker: every send passes True, and the result of wait() is only tested. None and True become False and True.
import eventlet


class Worker:
    def __init__(self):
        self._stop = eventlet.Event()

    def run(self, step):
        while not self._stop.wait(timeout=10):
            step()

    def stop(self):
        self._stop.send(True)
