import eventlet
import unittest
from unittest import mock

from pkg import mod


class TestKeeps(unittest.TestCase):
    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    def test_other(self):
        self.assertTrue(eventlet.spawn)
