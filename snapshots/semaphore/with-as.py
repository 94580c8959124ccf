# Nothing changes: `with … as` binds None in eventlet and True in threading.
from eventlet.semaphore import Semaphore


def guarded():
    lock = Semaphore()
    with lock as held:
        return held
