import unittest
from unittest import mock

from eventlet import queue
from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('eventlet.queue.LightQueue.get', return_value=3)
    def test_global(self, get):
        mod.first([1])

    @mock.patch('pkg.mod.queue.LightQueue.get', return_value=3)
    def test_through(self, get):
        mod.first([1])

    @mock.patch.object(queue.LightQueue, 'get', return_value=3)
    def test_object(self, get):
        mod.first([1])

    @mock.patch.object(mod.event.Event, 'send')
    def test_object_through(self, send):
        mod.signal()

    @mock.patch('pkg.mod.Semaphore.__enter__')
    def test_dunder(self, enter):
        mod.enter()
