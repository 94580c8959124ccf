# Nothing changes: whoever gets done.send may call it with a value.
from eventlet.event import Event


def work(start):
    done = Event()
    start(on_end=done.send)
    done.wait()
