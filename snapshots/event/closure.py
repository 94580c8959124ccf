# The inner function's uses belong to the same object: it sends a value, so the object becomes a Future, at review.
from eventlet import event


def work(start):
    done = event.Event()

    def finish(result):
        done.send(result)

    start(finish)
    done.wait()
