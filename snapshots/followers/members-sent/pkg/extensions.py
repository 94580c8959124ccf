from eventlet.event import Event
from eventlet.semaphore import Semaphore


class ProviderCollector:
    def __init__(self):
        self._providers = set()
        self._last_unregistered = Event()
        self._slots = Semaphore(1)

    def unregister(self, provider):
        self._providers.discard(provider)
        if not self._providers:
            self._last_unregistered.send()

    def wait(self):
        with self._slots:
            self._last_unregistered.wait(0)
