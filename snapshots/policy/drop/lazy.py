def work():
    import eventlet
    eventlet.sleep(0)


def more(job):
    from eventlet import sleep
    job.run()
    sleep(0)
    sleep(job.seconds)


def conditional(job):
    if job:
        import eventlet
        eventlet.sleep(0)
