# Nothing changes: each has its advice, by what it is.
import eventlet
from eventlet import greenpool


def run(task, items):
    thread = eventlet.spawn(task)
    eventlet.spawn_n(task)
    pool = greenpool.GreenPool(10)
    list(pool.imap(task, items))
    eventlet.kill(thread)
    return thread.wait()
