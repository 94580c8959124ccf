from unittest import mock

from eventlet import event


def test_uses():
    with mock.patch('pkg.native.ResultEvent', side_effect=lambda: event.Event()):
        pass


def test_other():
    done = event.Event()
    done.send(1)
    return done.wait()
