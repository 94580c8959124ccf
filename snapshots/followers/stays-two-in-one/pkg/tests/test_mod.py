import time
import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    @mock.patch('pkg.mod.greenthread.sleep')
    def test_two(self, green, plain):
        mod.work()
        green.assert_called_once_with(2)
        plain.assert_called_once_with(1)

    @mock.patch.object(time, 'sleep')
    @mock.patch.object(eventlet, 'sleep')
    def test_there(self, green, plain):
        mod.wait()
        green.assert_called_once_with(1)
        plain.assert_called_once_with(2)
