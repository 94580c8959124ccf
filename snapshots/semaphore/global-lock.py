# Made while the module loads: threading.Semaphore may be made before the patch, so that is safe too.
from eventlet import semaphore

_LOCK = semaphore.Semaphore()


def guarded(task):
    with _LOCK:
        task()
