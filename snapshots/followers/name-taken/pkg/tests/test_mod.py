import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(mod.semaphore, 'Semaphore')
    def test_class(self, semaphore):
        semaphore.return_value = mock.MagicMock()
        mod.guard()
        semaphore.assert_called_once_with(2)
