import eventlet

try:
    from pkg import utils
except ImportError:
    utils = None


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return utils
