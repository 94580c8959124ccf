import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch.multiple('pkg.mod', eventlet=mock.DEFAULT, sleep=mock.DEFAULT)
    def test_both(self, eventlet, sleep):
        mod.work()
        self.assertEqual([1, 1], [eventlet.sleep.call_count, sleep.call_count])
