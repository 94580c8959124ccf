# The third-party group held only the import that goes: the blank lines around it close up.
import os

import eventlet

from nova import exception


def wait():
    eventlet.sleep(1)
    return os, exception
