# Nothing changes: in both classes the name is the module's or the class's own, as it happens. Both calls are reported.
from eventlet import sleep


class Sometimes:
    if __debug__:
        sleep = print
    sleep(1)


class SecondRound:
    for each in range(2):
        sleep(each)
        sleep = print
