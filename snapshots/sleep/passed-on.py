# Nothing changes: whoever gets the function may call it without an argument.
import eventlet


def start(loop):
    loop.run(eventlet.sleep)
    loop.idle(between=eventlet.sleep)
    return eventlet.sleep
