# Imports after code (a path that is set up first): the file's first block is where the new one goes.
import sys

sys.path.insert(0, "lib")

import eventlet
import helper


def wait():
    eventlet.sleep(1)
    return helper
