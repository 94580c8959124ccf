from pkg import mod


def rest():
    mod.eventlet.sleep(2)
