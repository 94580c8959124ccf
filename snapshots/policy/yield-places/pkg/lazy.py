"""The library is imported where it is used."""


def work():
    import eventlet
    eventlet.sleep(0)


def rest():
    from eventlet import greenthread
    greenthread.sleep()


def both(job):
    if job:
        from eventlet import sleep
        sleep(0)
