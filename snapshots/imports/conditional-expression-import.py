# Several imports on one line inside an `if`: the line keeps its other statement.
import sys

if sys.argv: import eventlet; import os


def wait():
    eventlet.sleep(1)
    return os
