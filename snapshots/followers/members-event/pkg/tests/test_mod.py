import unittest

from pkg import mod


class TestMod(unittest.TestCase):
    def test_ready(self):
        manager = mod.Manager()
        self.assertFalse(manager._done.ready())
        manager.finish()
        self.assertTrue(manager._done.ready())
