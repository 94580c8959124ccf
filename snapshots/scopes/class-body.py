# The class body has a `sleep` of its own from the second line on; methods do not see it, so sleep(2) is eventlet's.
from eventlet import sleep


class Throttle:
    sleep = staticmethod(print)
    sleep(1)

    def wait(self):
        sleep(2)
        self.sleep(3)
