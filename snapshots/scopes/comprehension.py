# Only the last line changes: a comprehension's target shadows the module inside it, and only there.
from eventlet import sleep


def run(naps):
    done = [sleep(1) for sleep in naps]
    more = {sleep: sleep(2) for sleep in naps if sleep(3)}
    lazy = (sleep(4) for sleep in naps)
    sleep(5)
    return done, more, lazy
