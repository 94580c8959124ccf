import unittest
from unittest import mock

from pkg import mod
from pkg import user


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_work(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
        self.assertTrue(user.names())
