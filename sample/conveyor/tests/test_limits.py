import unittest

import eventlet

from conveyor import limits


class LimiterTest(unittest.TestCase):

    def test_slot_is_taken_during_the_call(self):
        limiter = limits.Limiter(2)
        during = limiter.call(lambda: limiter._slots.balance)
        self.assertEqual(1, during)
        self.assertEqual(2, limiter._slots.balance)

    def test_slot_is_given_back_after_an_error(self):
        limiter = limits.Limiter(1)
        self.assertRaises(ZeroDivisionError, limiter.call, divmod, 1, 0)
        self.assertEqual(1, limiter._slots.balance)


class DockTest(unittest.TestCase):

    def test_reserve_waits_for_a_free_place(self):
        dock = limits.Dock(1)
        dock.reserve()
        second = eventlet.spawn(dock.reserve)
        eventlet.sleep(0)
        self.assertFalse(second.dead)
        dock.free()
        second.wait()

    def test_free_without_reserve(self):
        self.assertRaises(ValueError, limits.Dock(1).free)
