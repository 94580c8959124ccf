import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    TARGET = 'pkg.mod.eventlet.sleep'

    @mock.patch(TARGET)
    def test_constant(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
