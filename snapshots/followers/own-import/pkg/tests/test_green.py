"""About the other name."""

from __future__ import annotations

import unittest
from unittest import mock

from eventlet import greenthread

from pkg import mod


class TestGreen(unittest.TestCase):
    @mock.patch.object(greenthread, 'sleep')
    def test_object(self, sleep):
        mod.rest()
        sleep.assert_called_once_with(2)

    def test_string(self):
        with mock.patch('eventlet.greenthread.sleep') as sleep:
            mod.rest()
        sleep.assert_called_once_with(2)
