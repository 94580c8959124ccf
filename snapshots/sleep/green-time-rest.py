# eventlet.green.time has other names too: those keep the import, with advice; only sleep changes.
from eventlet.green import time


def wait():
    started = time.time()
    time.sleep(1)
    return time.time() - started
