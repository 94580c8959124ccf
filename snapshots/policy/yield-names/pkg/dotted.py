import eventlet
import pkg.utils


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return pkg.utils
