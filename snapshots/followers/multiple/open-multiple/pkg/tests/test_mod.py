import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch.multiple('pkg.mod', sleep=mock.DEFAULT)
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.multiple(mod, sleep=mock.DEFAULT)
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
