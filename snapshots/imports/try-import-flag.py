# Nothing changes: the module may be None, and the flag is part of the design. Both uses are reported.
try:
    import eventlet
except ImportError:
    eventlet = None


def wait():
    if eventlet is not None:
        eventlet.sleep(1)
