from eventlet import event


class Manager:
    def __init__(self):
        self._done = event.Event()

    def finish(self):
        self._done.send()
