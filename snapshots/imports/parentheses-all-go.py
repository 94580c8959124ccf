# A list over several lines that loses all its names goes as a whole.
from eventlet import (
    event,
    sleep,
)


def wait():
    done = event.Event()
    sleep(1)
    done.send()
