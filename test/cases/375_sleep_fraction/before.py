import eventlet
eventlet.monkey_patch()
from fractions import Fraction


def tick(rate):
    eventlet.sleep(Fraction(1, rate))


step = Fraction(1, 1000)
eventlet.sleep(step)
eventlet.sleep(step * 2 - Fraction(1, 10))
tick(1000)
print("done")
