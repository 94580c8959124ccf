import unittest
from unittest import mock

import eventlet

from pkg import api


class TestApi(unittest.TestCase):
    @mock.patch('eventlet.sleep')
    def test_global(self, sleep):
        api.call()

    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        api.call()
