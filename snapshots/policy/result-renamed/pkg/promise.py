"""One value for many."""


class Promise:
    def set(self, value=None):
        self._value = value

    def fail(self, *error):
        self._error = error

    def result(self, timeout=None):
        return self._value

    def ready(self):
        return True


def made_here():
    from eventlet import event
    ready = event.Event()
    ready.send('value')
    return Promise
