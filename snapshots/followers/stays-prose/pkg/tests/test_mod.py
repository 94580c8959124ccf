"""Mocks pkg.mod.eventlet.sleep, as mock.patch('pkg.mod.eventlet.sleep') does."""
import unittest
from unittest import mock

from pkg import mod

# mock.patch('pkg.mod.eventlet.sleep') was tried.
WHY = "say mock.patch('pkg.mod.eventlet.sleep') to wait for nothing"


class TestMod(unittest.TestCase):
    def test_work(self):
        """mock.patch('pkg.mod.eventlet.sleep')"""
        with mock.patch.object(mod, 'work') as work:
            mod.work()
        self.assertEqual(1, work.call_count, 'eventlet.sleep in pkg.mod.eventlet.sleep')
        self.assertIn('pkg.mod.eventlet.sleep', WHY)
        self.assertIn('mock.patch("eventlet.sleep")', """mock.patch("eventlet.sleep")""")
