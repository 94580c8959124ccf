"""Methods would have to be renamed where nobody sees."""
from eventlet import event


def passed(store):
    done = event.Event()
    store.add(done)
    done.send(1)
    return done.wait()


def returned():
    done = event.Event()
    done.send({'a': 1})
    return done


def maybe_other(job):
    done = job.done
    if done is None:
        done = event.Event()
    done.send('value')
    return done.wait()
