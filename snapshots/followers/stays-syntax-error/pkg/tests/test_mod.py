from unittest import mock

from pkg import mod


@mock.patch('pkg.mod.eventlet.sleep')
def test_work(sleep)
    mod.work()


@mock.patch.object(mod.eventlet, 'sleep')
def test_rest(sleep):
    mod.work()
