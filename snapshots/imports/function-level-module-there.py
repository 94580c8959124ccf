# The module is already imported at the top: the function's import goes without a successor.
import time


def wait():
    import eventlet
    start = time.time()
    eventlet.sleep(1)
    return time.time() - start
