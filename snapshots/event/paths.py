# Every path to the one class.
import eventlet
import eventlet.event
from eventlet import event, queue


def make():
    a = eventlet.Event()
    b = eventlet.event.Event()
    c = event.Event()
    d = queue.Event()
    for each in range(2):
        a.send() if each else b.send()
    c.wait()
    d.wait()
