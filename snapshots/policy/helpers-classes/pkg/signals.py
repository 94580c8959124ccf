from eventlet import event


def work(other: event.Event = None):
    done: event.Event = event.Event()
    done.send()
    return isinstance(other, event.Event)
