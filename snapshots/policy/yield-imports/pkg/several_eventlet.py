from eventlet import greenpool
from eventlet import greenthread


def work():
    greenthread.sleep(0)
    return greenpool
