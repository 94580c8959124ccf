# Nothing changes: del, a starred target, an annotation without value, def, class and import all make the name local.
from eventlet import sleep


def starred(values):
    first, *sleep = values
    return sleep(first)


def declared():
    sleep: object
    return sleep(1)


def defined():
    def sleep(seconds):
        return seconds

    return sleep(2)


def made():
    class sleep:
        pass

    return sleep()


def imported():
    from trio import sleep
    return sleep(3)
