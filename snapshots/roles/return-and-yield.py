# A call inside return, yield, await, assert and lambda is a call like any other.
import eventlet


def steps():
    yield eventlet.sleep(1)
    assert eventlet.sleep(2) is None
    return eventlet.sleep(3)
