from eventlet import event


class Worker:
    def __init__(self):
        self._done = event.Event()

    def finish(self):
        try:
            if not self._done.ready():
                self._done.send()
                return 'finished'
            return 'asked'
        except Exception:
            return 'finished before'


worker = Worker()
print(worker.finish())
print(worker.finish())
