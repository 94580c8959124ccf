# A class body that binds the name later: which one an earlier use means depends on order, so it is left and said.
from eventlet import sleep


class Throttle:
    sleep(1)
    sleep = 3
