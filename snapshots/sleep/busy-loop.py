# A loop that only yields is a busy loop with native threads: the note says so.
import eventlet


def until(ready):
    while not ready():
        eventlet.sleep(0)
    for _ in range(3):
        eventlet.sleep()
        ready()
