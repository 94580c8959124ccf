from fractions import Fraction
from eventlet import event


def wait():
    done = event.Event()
    done.wait(timeout=Fraction(1, 100))
    before = done.ready()
    done.send()
    done.wait(-1)
    return before, done.ready()


print(wait())
