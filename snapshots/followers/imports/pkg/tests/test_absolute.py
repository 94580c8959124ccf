import unittest
from unittest import mock

import pkg.mod


class TestAbsolute(unittest.TestCase):
    @mock.patch.object(pkg.mod.eventlet, 'sleep')
    def test_object(self, sleep):
        pkg.mod.work()
        sleep.assert_called_once_with(1)
