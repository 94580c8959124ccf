import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(mod, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch('pkg.mod.nap')
    def test_renamed(self, nap):
        mod.rest()
        nap.assert_called_once_with(2)

    @mock.patch.object(mod, "nap")
    def test_renamed_object(self, nap):
        mod.rest()
        nap.assert_called_once_with(2)

    @mock.patch('pkg.mod.Event')
    def test_class(self, event):
        mod.signal()
        event.assert_called_once_with()

    @mock.patch.object(mod, 'Event', autospec=True)
    def test_class_object(self, event):
        mod.signal()
        event.assert_called_once_with()
