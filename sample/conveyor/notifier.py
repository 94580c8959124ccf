"""Tells the world about jobs, not faster than the world can listen."""

import eventlet
from eventlet import queue


class Notifier:
    """Hands each message over to the green thread that sends it.

    The channel has no room of its own. So notify() returns only when the
    message has been taken, and none can be forgotten in a queue.
    """

    def __init__(self, send, interval=0.001):
        self._send = send
        self._interval = interval
        self._channel = queue.LightQueue(0)

    def notify(self, message):
        self._channel.put(message)

    def stop(self):
        self._channel.put(None)

    def run(self):
        while True:
            message = self._channel.get()
            if message is None:
                return
            self._send(message)
            eventlet.sleep(self._interval)
