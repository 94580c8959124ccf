import unittest
from unittest.mock import patch as p

from pkg import mod


class TestMod(unittest.TestCase):
    @p('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @p.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
