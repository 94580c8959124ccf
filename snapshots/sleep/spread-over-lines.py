# The path and the call are spread over lines with comments in them: only the function's name is replaced.
import eventlet


def wait(delay):
    (eventlet
        .sleep(delay))
    eventlet.sleep(
        # A pause between two rounds.
        delay
    )
    (eventlet.sleep)(1)
