import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_through(self, sleep):
        mod.work()
        mod.rest(2)

    @mock.patch('eventlet.sleep')
    def test_global(self, sleep):
        mod.work()

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object_through(self, sleep):
        mod.rest(2)

    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        mod.rest(2)
