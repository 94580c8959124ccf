# Nothing changes: `quick` would get the 0 as well, and what it takes is not known. Either is called right here.
import eventlet


def wait(fast, quick):
    (quick if fast else eventlet.sleep)()
