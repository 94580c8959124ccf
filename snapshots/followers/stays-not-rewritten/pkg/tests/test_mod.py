import unittest
from unittest import mock

import eventlet

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.Timeout')
    @mock.patch('pkg.mod.eventlet.spawn')
    def test_strings(self, spawn, timeout):
        mod.work()

    @mock.patch.object(mod.eventlet, 'spawn')
    @mock.patch.object(eventlet, 'Timeout')
    def test_objects(self, timeout, spawn):
        mod.work()

    @mock.patch('eventlet.spawn')
    @mock.patch('eventlet.nothing', create=True)
    @mock.patch('pkg.mod.nothing', create=True)
    def test_globals(self, *mocks):
        mod.work()
