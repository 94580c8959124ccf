# The inner function's uses belong to the same object: nothing changes, as it sends a value.
from eventlet import event


def work(start):
    done = event.Event()

    def finish(result):
        done.send(result)

    start(finish)
    done.wait()
