# Two statements on one line: only one of them goes, and the line stays whole.
import eventlet; import os
import sys; from eventlet import event


def wait():
    eventlet.sleep(1)
    done = event.Event()
    done.send()
    return os, sys
