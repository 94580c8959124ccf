# Nothing changes: the results are asked for.
import eventlet.event


def work():
    done = eventlet.event.Event()
    done.send()
    return done.poll(), done.has_exception(), done.has_result()
