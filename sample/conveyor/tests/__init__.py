"""The tests run with the standard library patched, as the service does."""

import eventlet

eventlet.monkey_patch()
