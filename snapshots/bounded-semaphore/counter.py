# Nothing changes: the counter has no public twin.
import eventlet


def free():
    slots = eventlet.BoundedSemaphore(3)
    return slots.counter
