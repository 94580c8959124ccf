# A line continued with backslashes, which loses one name.
from eventlet import greenpool, \
    sleep, \
    Timeout


def wait():
    with Timeout(3):
        sleep(1)
    return greenpool.GreenPool()
