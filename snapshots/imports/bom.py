# The byte order mark stays the first thing in the file.
import eventlet


def wait():
    eventlet.sleep(1)
