import eventlet
eventlet.monkey_patch()
import time


def until(end):
    waits = 0
    while True:
        left = end - time.monotonic()
        if left <= 0:
            break
        eventlet.sleep(left)
        waits += 1
    return waits > 0


def gap(start, end):
    left = end - start
    left = max(0, left)
    eventlet.sleep(left)
    rest = end - start
    if rest > 0:
        eventlet.sleep(rest)


print(until(time.monotonic() + 0.02), until(time.monotonic() - 1))
gap(0, 0.01)
gap(5, 1)
for attempt in range(3):
    eventlet.sleep(0.001 * 2 ** attempt)
print("done")
