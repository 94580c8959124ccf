import unittest

from pkg import messaging
from pkg.messaging import READY as ALL_READY


class TestMessaging(unittest.TestCase):
    def test_ready(self):
        consumer = messaging.QueueConsumer()
        consumer._consumers_ready.send(None)
        consumer.start()
        self.assertTrue(consumer._consumers_ready.ready())

    def test_stop(self):
        consumer = messaging.QueueConsumer()
        consumer.stop()
        unregistered = consumer._last_unregistered
        self.assertTrue(unregistered.ready())

    def test_all_ready(self):
        self.assertFalse(messaging.READY.ready())
        messaging.ready()
        self.assertTrue(ALL_READY.ready())
