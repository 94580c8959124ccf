from eventlet import sleep


def work():
    sleep(1)
