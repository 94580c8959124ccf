# A signal inside one function: send → set, ready → is_set, wait stays.
from eventlet import event


def work():
    done = event.Event()
    if not done.ready():
        done.send()
    done.wait()
    done.wait(timeout=3)
