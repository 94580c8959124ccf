# The plain form: the import follows the last use.
import eventlet


def wait():
    eventlet.sleep(1)
