# A form feed between the parts of the file stays where it is.
import os

import eventlet

def wait():
    eventlet.sleep(1)
    return os
