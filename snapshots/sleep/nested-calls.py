# References inside the arguments of references change independently.
import eventlet


def wait():
    eventlet.sleep(eventlet.sleep(1) or 2)
    return [eventlet.sleep(n) for n in (1, 2)], (lambda: eventlet.sleep(3))
