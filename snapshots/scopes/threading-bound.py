# A module-level `threading` that is a setting: the import gets another name, the setting keeps its own.
from eventlet.semaphore import Semaphore

threading = True


def limit():
    with Semaphore(2):
        return threading
