# Nothing changes: what remains of a `try` around the import is manual. The call is reported with that reason.
try:
    import eventlet
except ImportError as error:
    raise RuntimeError("install the extra") from error


def wait():
    eventlet.sleep(1)
