# Made while the module loads, at once or through a class: before monkey_patch() it would be a native lock, so a person looks.
from eventlet.lock import Lock

GUARD = Lock()


class Store:
    def __init__(self):
        self._guard = Lock()

    def put(self):
        with self._guard:
            pass


STORE = Store()


def run():
    with GUARD:
        STORE.put()
