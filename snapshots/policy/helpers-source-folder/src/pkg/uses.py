from eventlet.event import Event


def work(native):
    done = Event()
    done.send(1)
    return done.wait(), native
