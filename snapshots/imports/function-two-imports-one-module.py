# Two imports of one function are followed by the same module: it is imported once.
def guarded(task):
    from eventlet.event import Event
    from eventlet.semaphore import Semaphore
    done = Event()
    with Semaphore(1):
        task()
    done.send()
