import unittest
from unittest import mock

import pkg
from pkg.mod import work


class TestMod(unittest.TestCase):
    @mock.patch.object(pkg.mod.eventlet, 'sleep')
    def test_object(self, sleep):
        work()
        sleep.assert_called_once_with(1)
