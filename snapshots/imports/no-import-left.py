# The only import goes and nothing replaces it: `time` is already there in the same function.
def wait():
    import time

    import eventlet

    time.time()
    eventlet.sleep(1)
