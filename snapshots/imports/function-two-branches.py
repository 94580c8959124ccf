# Each branch imports for itself: after the rewrite `time` must be bound in both.
def wait(long):
    if long:
        from eventlet import sleep
        sleep(10)
    else:
        from eventlet import sleep
        sleep(1)
