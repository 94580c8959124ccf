# Nothing changes here but the queue: Empty has advice; the handler goes on working, as it is the same class.
from eventlet import queue


def take():
    waiting = queue.LightQueue()
    try:
        return waiting.get_nowait()
    except queue.Empty:
        return None
