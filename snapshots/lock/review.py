# A computed timeout may be None; a lock that escapes is used elsewhere.
from eventlet.lock import Lock


def wait(seconds):
    guard = Lock()
    guard.acquire(timeout=seconds)


def give(registry):
    guard = Lock()
    registry.add(guard)
