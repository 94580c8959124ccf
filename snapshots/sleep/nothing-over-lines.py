# Only white space between the parentheses: the result is time.sleep(0), not a 0 at the end of the line.
import eventlet


def step():
    eventlet.sleep(
    )
