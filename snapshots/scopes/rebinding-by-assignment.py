# Nothing changes: one of two things is called `sleep`, depending on a setting. Both uses are reported.
from eventlet import sleep

if __debug__:
    sleep = print


def wait():
    sleep()
