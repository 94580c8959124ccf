import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestTaken(unittest.TestCase):
    def test_object(self):
        for time in (1,):
            with mock.patch.object(eventlet, 'sleep') as sleep:
                mod.work()
            sleep.assert_called_once_with(time)

    def test_local_import(self):
        import eventlet
        with mock.patch.object(eventlet, 'sleep') as sleep:
            mod.work()
        sleep.assert_called_once_with(1)
