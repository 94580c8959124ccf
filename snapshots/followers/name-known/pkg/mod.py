import time as clock

import eventlet


def work():
    eventlet.sleep(1)
    return clock.struct_time
