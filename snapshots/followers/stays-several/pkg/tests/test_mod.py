import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.queue.LightQueue')
    def test_queue(self, queue):
        mod.first()
        mod.bounded()

    @mock.patch('pkg.mod.event.Event')
    def test_event(self, event):
        mod.signal()
        mod.value()
