from eventlet import event

from pkg.native import ResultEvent


def work(done: ResultEvent):
    done = event.Event()
    done.send(1)
    return done.wait()
