import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch(f'{mod.__name__}.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
