import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestMod(unittest.TestCase):
    """Replaces eventlet.sleep, which pkg.mod does not look up: neither mock is hit, before or after."""

    @mock.patch('eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        mod.rest()
        self.assertEqual(0, sleep.call_count)

    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        mod.rest()
        self.assertEqual(0, sleep.call_count)
