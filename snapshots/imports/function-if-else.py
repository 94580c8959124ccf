# Both branches bind the same module, and the use comes after them: `time` must be bound whichever ran.
def wait(green):
    if green:
        import eventlet
    else:
        import eventlet
    eventlet.sleep(1)
