"""Written before."""
import threading


class ResultEvent:
    def __init__(self):
        self._sent = threading.Event()

    def send(self, result=None, exc=None):
        self._sent.set()

    def send_exception(self, *args):
        self._sent.set()

    def wait(self, timeout=None):
        return self._sent.wait(timeout)

    def ready(self):
        return self._sent.is_set()

    def reset(self):
        self._sent.clear()

    def poll(self, notready=None):
        return notready

    poll_result = poll
    poll_exception = poll

    def has_result(self):
        return self.ready()

    has_exception = has_result


def made():
    from eventlet import event
    done = event.Event()
    done.send(1)
    return done.wait()
