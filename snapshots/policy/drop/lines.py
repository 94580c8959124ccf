"""Yields by what stands on their line."""
import eventlet


def suites(job):
    if job: eventlet.sleep(0)
    else: eventlet.sleep(0)
    for each in job: each.run(); eventlet.sleep(0)
    while job: eventlet.sleep(0); job.run()
    with job: eventlet.sleep(0); eventlet.sleep(0)
    try: eventlet.sleep(0)
    except ValueError: eventlet.sleep(0)


def semicolons(job):
    job.run(); eventlet.sleep(0)
    eventlet.sleep(0); job.run()
    eventlet.sleep(0); eventlet.sleep(0)
    eventlet.sleep(0);
    job.run(); eventlet.sleep(0); job.run()


def spread(job):
    eventlet.sleep(
        0
    )
    (eventlet.sleep(0))
    eventlet \
        .sleep(0)
    job.run()


def last(job): eventlet.sleep(0)


def tabs(job):
	job.run()
	eventlet.sleep(0)	# tab
	return job


if __name__ == '__main__':
    suites(1)
    eventlet.sleep(0)