import unittest

from pkg import one
from pkg import two


class TestBoth(unittest.TestCase):
    def test_done(self):
        for worker in (one.Worker(), two.Worker()):
            self.assertFalse(worker._drained.ready() or worker._drained.ready())
            worker.end()
            self.assertTrue(worker._drained.ready())
            self.assertEqual(2, worker._slots.balance)
