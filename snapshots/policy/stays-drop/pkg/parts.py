"""A yield that is part of something."""
import eventlet


def parts(job, jobs):
    nothing = eventlet.sleep(0)
    if eventlet.sleep(0) is None:
        job.run()
    jobs.append(eventlet.sleep())
    job.later = lambda: eventlet.sleep(0)
    job.done or eventlet.sleep(0)
    [eventlet.sleep(0) for each in jobs]
    eventlet.sleep(0), job.run()
    nothing = job.all = (eventlet.sleep(0))
    assert eventlet.sleep(0) is None
    return eventlet.sleep(0) or nothing


async def waits(job):
    await eventlet.sleep(0)


def gives(job):
    yield eventlet.sleep(0)


def caught():
    try:
        eventlet.sleep(0)
    except TypeError:
        pass
