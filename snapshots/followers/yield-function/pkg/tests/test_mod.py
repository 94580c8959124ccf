import unittest
from unittest import mock

from pkg import mod
from pkg import only


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        self.assertIn(mock.call(1), sleep.mock_calls)

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.wait()
        sleep.assert_called_once_with(2)

    @mock.patch('pkg.only.eventlet.sleep')
    def test_only(self, sleep):
        only.give()
        self.assertEqual(2, sleep.call_count)

    @mock.patch.object(only.eventlet, 'sleep')
    def test_only_object(self, sleep):
        only.give()
        self.assertEqual(2, sleep.call_count)
