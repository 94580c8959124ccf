from eventlet import event


def again():
    done = event.Event()
    done.send(1)
    value = done.wait()
    done.reset()
    return value
