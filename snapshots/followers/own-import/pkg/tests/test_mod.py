import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch('eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
