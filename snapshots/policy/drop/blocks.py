"""Yields by the block that they stand in."""
import eventlet


def beside(job):
    job.run()
    eventlet.sleep(0)
    return job


def alone():
    eventlet.sleep(0)


def two():
    eventlet.sleep(0)
    eventlet.sleep()


def documented():
    """Does nothing else."""
    eventlet.sleep(0)


def commented():
    # Others first.
    eventlet.sleep(0)  # now
    # and then nothing


def imports():
    import os
    eventlet.sleep(0)


def branches(job):
    if job:
        eventlet.sleep(0)
    elif job is None:
        eventlet.sleep(0)
        job = 1
    else:
        eventlet.sleep(0)
    try:
        eventlet.sleep(0)
    except ValueError:
        eventlet.sleep(0)
    else:
        eventlet.sleep(0)
    finally:
        eventlet.sleep(0)
    with job:
        eventlet.sleep(0)
    for each in job:
        eventlet.sleep(0)
    else:
        eventlet.sleep(0)
    while job:
        job.run()
        eventlet.sleep(0)


class Job:
    eventlet.sleep(0)


class Other:
    name = 'other'
    eventlet.sleep(0)

    async def run(self):
        eventlet.sleep(0)


eventlet.sleep(0)
