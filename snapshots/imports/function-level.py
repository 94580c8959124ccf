# An import in a function is replaced where it stands: the module does not load what it did not load before.
def wait():
    import eventlet

    eventlet.sleep(1)


def make():
    from eventlet.semaphore import Semaphore
    return Semaphore(2)
