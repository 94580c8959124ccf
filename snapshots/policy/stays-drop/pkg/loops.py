"""A yield that is all a loop does."""
import eventlet


def wait(job):
    while not job.done:
        eventlet.sleep(0)


def wait_in_one_line(job):
    while not job.done: eventlet.sleep()


def wait_with_words(job):
    while not job.done:
        # Others must run.
        eventlet.sleep(0)  # now
