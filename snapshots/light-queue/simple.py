# Without a size, with only the methods that SimpleQueue has.
from eventlet.queue import LightQueue


def collect(items):
    waiting = LightQueue()
    for item in items:
        waiting.put(item)
    waiting.put_nowait(None)
    while not waiting.empty():
        print(waiting.qsize(), waiting.get(timeout=1), waiting.get_nowait())
