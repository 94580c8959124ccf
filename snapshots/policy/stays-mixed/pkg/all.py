"""All that the configuration leaves to a person, and what goes with it."""
import eventlet
from eventlet import event
from eventlet import queue


def run(job: event.Event):
    eventlet.sleep(0)
    tasks = queue.LightQueue()
    tasks.put(1)
    stop = event.Event()
    stop.send()
    value = event.Event()
    value.send('value')
    return isinstance(job, event.Event), tasks.get(), value.wait()
