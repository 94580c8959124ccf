import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        self.assertEqual(5, sleep.call_count)

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        self.assertEqual(5, sleep.call_count)
