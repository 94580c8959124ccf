# An import in a class body is an attribute of the class, which others may read: the use in the body is followed.
class Worker:
    from eventlet.semaphore import Semaphore

    lock = Semaphore(1)

    def run(self):
        with self.lock:
            pass
