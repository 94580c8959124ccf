# Nothing changes: a decorator may do anything with the arguments.
from eventlet import event


def run(logged):
    @logged
    def finish(done):
        done.send()

    done = event.Event()
    finish(done)
    done.wait()
