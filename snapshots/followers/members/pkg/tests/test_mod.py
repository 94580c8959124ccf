import unittest

from pkg import mod
from pkg import other


class TestMod(unittest.TestCase):
    def test_balance(self):
        manager = mod.Manager()
        self.assertEqual(2, manager._sem.balance)
        with manager._sem:
            self.assertEqual(1, manager._sem.balance)
            self.assertEqual([1], [manager._sem.counter])

    def test_balance_of_another(self):
        scale = other.Scale()
        self.assertEqual(3, scale.balance)
        self.assertEqual(3, scale._pan.balance)
        self.assertTrue(scale.ready())
