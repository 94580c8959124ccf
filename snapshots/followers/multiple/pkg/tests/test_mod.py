import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch.multiple('pkg.mod.eventlet', sleep=mock.DEFAULT)
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.multiple('pkg.mod.semaphore', Semaphore=mock.DEFAULT, BoundedSemaphore=mock.DEFAULT)
    def test_two(self, Semaphore, BoundedSemaphore):
        Semaphore.return_value = BoundedSemaphore.return_value = mock.MagicMock()
        mod.guard()
        Semaphore.assert_called_once_with(2)
        BoundedSemaphore.assert_called_once_with(3)
