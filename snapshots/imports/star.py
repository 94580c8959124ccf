# Nothing changes: a star import binds what the installed version has. It is reported, not guessed.
from eventlet import *


def wait():
    sleep(1)
