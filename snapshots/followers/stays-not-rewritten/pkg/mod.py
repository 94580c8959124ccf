import eventlet


def work():
    eventlet.sleep(1)
    eventlet.spawn(work)
    with eventlet.Timeout(3):
        pass
