# The last name of a list without a trailing comma goes.
from eventlet import (greenpool,
                      sleep)


def wait():
    sleep(1)
    return greenpool.GreenPool()
