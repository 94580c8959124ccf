# Nothing changes: the subclass may read counter.
from eventlet.semaphore import Semaphore


class Loud(Semaphore):
    def release(self, blocking=True):
        print(self.counter)
        return super().release(blocking)
