import unittest

from pkg import mod


class TestMod(unittest.TestCase):
    def test_assigned(self):
        old = mod.eventlet.sleep
        mod.eventlet.sleep = print
        mod.work()
        mod.eventlet.sleep = old
