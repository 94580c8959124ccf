"""Not a yield, or not seen to be one."""
import eventlet


def work(*delays):
    try:
        eventlet.sleep(0)
    except TypeError:
        pass
    eventlet.sleep(*delays)
