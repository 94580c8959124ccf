"""Another module of the same name."""
import eventlet

from oslo_service import utils


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return utils
