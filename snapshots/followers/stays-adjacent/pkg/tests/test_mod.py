import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.'
                'mod.queue.LightQueue')
    def test_both(self, box):
        mod.work()
        self.assertTrue(box)
