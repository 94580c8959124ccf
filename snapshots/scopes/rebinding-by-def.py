# Nothing changes: the file's own function takes the name after the import.
from eventlet import sleep


def sleep(seconds=0):
    print(seconds)


def wait():
    sleep(1)
