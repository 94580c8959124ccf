# The one number follows the function: review, as the callee is expected to pass just that.
import functools

import eventlet

nap = functools.partial(eventlet.sleep, 1)


def start(executor):
    executor.submit(eventlet.sleep, 2)
    executor.submit(eventlet.sleep)
