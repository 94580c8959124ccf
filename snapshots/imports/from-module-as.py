# `from eventlet import greenthread as gt`, partly used for what stays.
from eventlet import greenthread as gt


def wait(task):
    gt.sleep(1)
    return gt.spawn(task)
