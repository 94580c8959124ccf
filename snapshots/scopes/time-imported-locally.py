# `import time` in another function does not serve this one: an import at the top is added.
import eventlet


def now():
    import time

    return time.time()


def wait():
    eventlet.sleep(1)
