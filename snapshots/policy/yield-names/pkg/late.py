import eventlet


def work():
    eventlet.sleep(0)
    from pkg import utils
    return utils
