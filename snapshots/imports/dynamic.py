# Nothing changes: names made while the program runs are reported.
import importlib

import eventlet

lib = importlib.import_module("eventlet")
nap = getattr(eventlet, "sleep")


def wait():
    nap(1)
    lib.sleep(2)
