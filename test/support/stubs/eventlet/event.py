class Event:
    def __init__(self):
        self._result = None
        self._sent = False

    def send(self, result=None, exc=None):
        assert not self._sent
        self._result = result
        self._sent = True

    def wait(self, timeout=None):
        assert self._sent, 'it would wait'
        return self._result

    def ready(self):
        return self._sent
