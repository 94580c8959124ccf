# Names in parentheses go with their comments; comments of the names that stay stay.
from eventlet import (
    greenpool,  # the workers
    sleep,  # the pause
    # Limits of the whole run.
    Timeout,
)


def wait():
    with Timeout(3):
        sleep(1)
    return greenpool.GreenPool()
