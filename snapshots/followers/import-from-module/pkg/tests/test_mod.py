import unittest
from unittest import mock

from pkg import mod
from pkg.mod import eventlet


class TestMod(unittest.TestCase):
    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
