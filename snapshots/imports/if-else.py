# Nothing changes: which module is called `backend` is decided while it loads.
import sys

if sys.platform == "win32":
    import gevent as backend
else:
    import eventlet as backend


def wait():
    backend.sleep(1)
