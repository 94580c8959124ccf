# Nothing changes: inside retry() the name `sleep` is the parameter, whatever the caller gave.
from eventlet import sleep


def retry(operation, sleep):
    while not operation():
        sleep()
