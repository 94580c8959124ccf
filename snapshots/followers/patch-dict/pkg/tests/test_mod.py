import unittest
from unittest import mock

from pkg import mod
from pkg import named


class TestMod(unittest.TestCase):
    @mock.patch.dict('pkg.mod.eventlet.__dict__', sleep=mock.Mock())
    def test_namespace(self):
        mod.work()

    @mock.patch.dict(mod.eventlet.__dict__, {'sleep': mock.Mock()})
    def test_object(self):
        mod.work()

    @mock.patch.dict(vars(named), {'nap': mock.Mock()})
    def test_renamed(self):
        named.work()

    def test_multiple(self):
        with mock.patch.multiple('pkg.named', **{'Semaphore': mock.DEFAULT}) as mocks:
            named.lock()
        mocks['Semaphore'].assert_called_once_with(2)

    def test_multiple_dict(self):
        lock = mock.Mock()
        with mock.patch.multiple(named, **dict(Semaphore=lock)):
            named.lock()
        lock.assert_called_once_with(2)
