# The comments of a name that goes, beside it or above it, go with it; those of the others stay.
from eventlet import (greenpool,  # the workers
                      sleep,  # the pause
                      hubs)  # the loop
from eventlet import (
    # the signal
    event,
    # the limit
    timeout
)


def wait():
    sleep(1)
    done = event.Event()
    done.send()
    return greenpool, hubs, timeout
