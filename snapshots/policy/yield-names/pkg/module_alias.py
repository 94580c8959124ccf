import eventlet

from pkg import utils as tools


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return tools
