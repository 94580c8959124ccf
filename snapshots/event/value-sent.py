# The event carries a value, which threading.Event would drop without a word: a Future carries it, at review.
from eventlet import event


def ask(worker):
    done = event.Event()
    worker(lambda: done.send(42))
    done.send({"answer": 42})
    return done.wait()
