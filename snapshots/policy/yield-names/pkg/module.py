"""The module is there."""
import eventlet

from pkg import utils


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return utils
