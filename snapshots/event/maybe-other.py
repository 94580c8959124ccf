# Nothing changes: the name may hold what the caller gave, whose methods keep their names.
from eventlet.event import Event


def work(given):
    done = given
    if done is None:
        done = Event()
    done.send()
