import eventlet
import pkg.utils as tools


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return tools
