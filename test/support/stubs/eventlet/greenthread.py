def sleep(seconds=0):
    raise AssertionError('eventlet.sleep was really called')


def spawn(func, *args, **kwargs):
    raise AssertionError('eventlet.spawn was really called')
