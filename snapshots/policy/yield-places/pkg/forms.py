"""Every way to say it."""
import eventlet
from eventlet import greenthread
from eventlet.greenthread import sleep as pause


def work(job):
    eventlet.sleep(seconds=0)
    eventlet.sleep(0.0)
    eventlet.sleep(
        0  # a turn for the others
    )
    eventlet.sleep(-1)
    greenthread.sleep(0,)
    (pause)()
    job.later = lambda: pause(0)
    if pause(0) is None: pause(); pause(0)
    eventlet.sleep(1)
    return [pause(0) for each in job]
