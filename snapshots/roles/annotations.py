# Annotations go with the objects that the file makes: here they are made and rewritten, so the annotations follow.
from eventlet.semaphore import Semaphore


class Pool:
    _slots: Semaphore

    def __init__(self) -> None:
        self._slots = Semaphore(2)

    def run(self, other: "Semaphore | None" = None) -> None:
        with self._slots:
            pass
