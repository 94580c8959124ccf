# `import eventlet.event` binds `eventlet`: it goes when the last use through it goes.
import eventlet.event


def make():
    done = eventlet.event.Event()
    done.send()
    done.wait()
