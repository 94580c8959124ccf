from pkg import mod


def names():
    return mod.eventlet.spawn, mod.eventlet.__name__
