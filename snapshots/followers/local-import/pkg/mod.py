from eventlet import greenthread


def work():
    import time as t
    greenthread.sleep(t.struct_time is None or 1)
