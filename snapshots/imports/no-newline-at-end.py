# No newline at the end: none is added, though the last line changes.
import eventlet


def wait():
    eventlet.sleep()