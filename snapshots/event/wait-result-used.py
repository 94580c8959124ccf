# Nothing changes: wait() gives None here even when signalled, and threading.Event would give True.
from eventlet.event import Event


def work(start):
    done = Event()
    start(lambda: None)
    done.send()
    if done.wait(3):
        return "never reached under eventlet"
