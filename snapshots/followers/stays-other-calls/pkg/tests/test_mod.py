import unittest
from unittest import mock

import eventlet

from pkg import mod

TARGETS = ['pkg.mod.eventlet.sleep']
NAMES = {'eventlet.sleep': 'pkg.mod.eventlet.sleep'}


class Bus:
    def __init__(self):
        self.seen = []

    def send(self, *args):
        self.seen.append(args)


class TestMod(unittest.TestCase):
    def test_work(self):
        bus = Bus()
        bus.send('pkg.mod.eventlet.sleep')
        bus.send(mod.eventlet, 'sleep')
        bus.send(eventlet, 'sleep', 2)
        self.assertEqual(3, len(bus.seen))

    def test_getattr(self):
        self.assertTrue(getattr(mod.eventlet, 'sleep'))
        self.assertTrue(hasattr(eventlet, 'sleep'))
        print(eventlet, 'sleep')

    def test_calls(self):
        m = mock.Mock(name='pkg.mod.eventlet.sleep')
        m('pkg.mod.eventlet.sleep')
        m.assert_called_once_with('pkg.mod.eventlet.sleep')
        self.assertEqual([mock.call('pkg.mod.eventlet.sleep')], m.mock_calls)
        mock.patch('pkg.mod.work', 'pkg.mod.eventlet.sleep')
        mock.patch('pkg.mod.work', new='pkg.mod.eventlet.sleep')
