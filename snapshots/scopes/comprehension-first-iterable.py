# The first iterable of a comprehension runs outside of it: that call is eventlet's and changes, the element's is not.
from eventlet import sleep


def run():
    return [sleep for sleep in (sleep(1), sleep(2))]
