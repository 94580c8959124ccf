# The function in an expression that is called: both ends are seen or it is left.
import eventlet


def wait(fast, quick):
    (quick if fast else eventlet.sleep)(1)
    (eventlet.sleep or quick)(2)
