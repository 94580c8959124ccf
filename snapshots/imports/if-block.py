# An import alone in an `if`: what remains must not be an empty block.
import sys

if sys.version_info >= (3, 8):
    import eventlet


def wait():
    eventlet.sleep(1)
