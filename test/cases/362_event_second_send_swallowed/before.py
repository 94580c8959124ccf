from eventlet import event


class Worker:
    def __init__(self):
        self._done = event.Event()

    def finish(self):
        try:
            self._done.send()
            return 'finished'
        except Exception:
            return 'finished before'


worker = Worker()
print(worker.finish())
print(worker.finish())
