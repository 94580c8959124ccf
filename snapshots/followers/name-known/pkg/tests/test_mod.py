import unittest
from unittest import mock

from pkg import mod
from pkg import plain


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(plain, 'sleep')
    def test_plain(self, sleep):
        plain.work()
        sleep.assert_called_once_with(1)
