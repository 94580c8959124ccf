# Without an argument it yields: time.sleep() would raise, so the 0 is written out. The same variant as sleep(0).
import eventlet


def step():
    eventlet.sleep()
    eventlet.sleep(0)
    eventlet.sleep(0.0)
