# The function gets another name at module level, and every call of it is seen: review, since it is bound early.
import eventlet

_pause = eventlet.sleep


def wait():
    _pause()
    _pause(2)
