# The first name of a list that starts right after the parenthesis goes: the next one takes its place.
from eventlet import (event,
                      greenpool,
                      hubs)


def wait():
    done = event.Event()
    done.send()
    return greenpool, hubs
