# `time` is a parameter of the function that needs the module: one alias is chosen for the whole file.
import eventlet


def wait(time):
    eventlet.sleep(time)


def short():
    eventlet.sleep(1)
