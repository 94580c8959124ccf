# `import os, eventlet, sys` loses one name.
import os, eventlet, sys


def wait():
    eventlet.sleep(1)
    return os.getpid(), sys.argv
