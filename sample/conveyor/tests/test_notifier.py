import unittest
from unittest import mock

import eventlet

from conveyor import notifier


class NotifierTest(unittest.TestCase):

    @mock.patch('eventlet.sleep')
    def test_messages_are_sent_in_order_with_pauses(self, mock_sleep):
        sent = []
        messages = notifier.Notifier(sent.append, interval=3)
        thread = eventlet.spawn(messages.run)
        messages.notify('first')
        messages.notify('second')
        messages.stop()
        thread.wait()
        self.assertEqual(['first', 'second'], sent)
        self.assertEqual([mock.call(3)] * 2, mock_sleep.mock_calls)

    def test_notify_waits_until_the_message_is_taken(self):
        messages = notifier.Notifier(print)
        with eventlet.Timeout(0.01, False):
            messages.notify('nobody listens')
            self.fail('notify() came back')
