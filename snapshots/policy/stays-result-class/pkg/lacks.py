"""Methods that the class has not."""
from eventlet import event


def again():
    done = event.Event()
    done.send(1)
    done.reset()
    return done.wait()


def looked_at():
    done = event.Event()
    done.send(1)
    return done.poll() or done.has_result()
