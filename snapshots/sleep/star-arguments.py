# Nothing changes: what is in the tuple is not known, and time.sleep takes exactly one positional number.
import eventlet


def wait(*args, **options):
    eventlet.sleep(*args)
    eventlet.sleep(**options)
