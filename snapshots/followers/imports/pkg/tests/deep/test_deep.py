import unittest
from unittest import mock

from ... import mod
from ...mod import work


class TestDeep(unittest.TestCase):
    @mock.patch.object(mod.eventlet, 'sleep')
    def test_dots(self, sleep):
        mod.work()
        work()
        self.assertEqual(2, sleep.call_count)
