import unittest
from unittest import mock

from .. import mod


class TestRelative(unittest.TestCase):
    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
