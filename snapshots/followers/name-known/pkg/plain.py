import time

from eventlet import sleep


def work():
    sleep(1)
    return time.struct_time
