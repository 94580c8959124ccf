import unittest

from pkg.one import Worker


class TestOne(unittest.TestCase):
    def test_done(self):
        worker = Worker()
        worker.end()
        self.assertEqual((True, 2), (worker._drained.ready(), worker._slots.balance))
