# Headings of groups: the one whose only import goes is left without a purpose, and goes too.

# Standard library
import os

# Third party
import eventlet

# Local
from nova import exception


def wait():
    eventlet.sleep(1)
    return os, exception
