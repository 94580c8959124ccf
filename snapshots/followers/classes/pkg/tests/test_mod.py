import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.event.Event')
    def test_event(self, event):
        mod.signal()
        event.assert_called_once_with()

    @mock.patch.object(mod.event, 'Event')
    def test_event_object(self, event):
        mod.signal()
        event.assert_called_once_with()

    @mock.patch('pkg.mod.semaphore.Semaphore')
    def test_semaphore(self, semaphore):
        semaphore.return_value = mock.MagicMock()
        mod.guard()
        semaphore.assert_called_once_with(2)

    @mock.patch('pkg.mod.semaphore.BoundedSemaphore', return_value=mock.MagicMock())
    def test_bounded(self, semaphore):
        mod.limit()
        semaphore.assert_called_once_with(3)

    @mock.patch('pkg.mod.queue.LightQueue')
    def test_queue(self, queue):
        mod.first()
        queue.assert_called_once_with()

    @mock.patch.object(mod.queue, "LightQueue")
    def test_queue_object(self, queue):
        mod.first()
        queue.assert_called_once_with()
