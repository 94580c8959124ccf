class Semaphore:
    def __init__(self, value=1):
        self.counter = value

    @property
    def balance(self):
        return self.counter

    def locked(self):
        return self.counter <= 0

    def acquire(self, blocking=True, timeout=None):
        assert self.counter > 0, 'it would wait'
        self.counter -= 1
        return True

    def release(self, blocking=True):
        self.counter += 1
        return True

    def __enter__(self):
        self.acquire()

    def __exit__(self, *exc):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self.original_counter = value
