import unittest
from unittest import mock


class TestStringAlone(unittest.TestCase):
    """Nothing of the module is imported here: the string says it all."""

    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        __import__('pkg.mod').mod.work()
        sleep.assert_called_once_with(1)
