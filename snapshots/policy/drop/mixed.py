"""Yields beside what else is rewritten."""
import eventlet
from eventlet import event
from eventlet import semaphore


def work(job):
    done = event.Event()
    with semaphore.Semaphore(1):
        eventlet.sleep(0)
    done.send()
    eventlet.sleep(0)
    eventlet.sleep(1)
