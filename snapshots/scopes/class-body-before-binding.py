# A class body reads the module's name until it binds its own: the first call is eventlet's and changes.
from eventlet import sleep


class Throttle:
    sleep(1)
    sleep = 3
