from eventlet.event import Event

from pkg.extensions import ProviderCollector


class QueueConsumer(ProviderCollector):
    def __init__(self):
        super().__init__()
        self._consumers_ready = Event()

    def start(self):
        self._consumers_ready.wait(0)

    def stop(self):
        if not self._last_unregistered.ready():
            self._last_unregistered.send(None)
        self._slots.release(False)


READY = Event()


def ready():
    READY.send()
