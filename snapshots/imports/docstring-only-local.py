"""The file has no import at the top but the one that goes; the docstring keeps its place."""
import eventlet


def wait():
    eventlet.sleep(1)
