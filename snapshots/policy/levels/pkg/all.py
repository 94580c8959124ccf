import eventlet
from eventlet import event
from eventlet import semaphore


def sleeps(job):
    eventlet.sleep(0)
    eventlet.sleep(1)
    eventlet.sleep(job.until - job.now)


def events(other: event.Event):
    stop = event.Event()
    stop.send()
    stop.reset()
    return isinstance(other, event.Event)


def semaphores(job, lock: semaphore.BoundedSemaphore):
    one = semaphore.Semaphore(1)
    two = semaphore.BoundedSemaphore(1)
    with one, two:
        job.run(one)
