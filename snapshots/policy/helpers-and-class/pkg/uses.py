from eventlet import event


def work():
    done = event.Event()
    done.send(1)
    return done.wait()
