# The lambda gives what send() gives: None, as set() does. Nobody can tell the difference.
from eventlet.event import Event


def run(thread):
    done = Event()
    thread.link(lambda *_: done.send())
    done.wait()
