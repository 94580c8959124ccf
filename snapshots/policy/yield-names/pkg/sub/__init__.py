import eventlet

from .. import utils


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return utils
