import os, eventlet, sys


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return os, sys
