# Only the names whose last use went are taken out; the rest of the line keeps its order.
from eventlet import greenpool, sleep, Timeout


def wait():
    with Timeout(3):
        sleep(1)
    return greenpool.GreenPool()
