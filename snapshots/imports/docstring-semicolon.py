"""The docstring shares its line with the import, and must stay the first statement."""; import eventlet


def wait():
    eventlet.sleep(1)
