import unittest
from unittest import mock

from pkg import mod

MOD = 'pkg.mod'
SLEEP = 'sleep'


class TestMod(unittest.TestCase):
    @mock.patch(f'{MOD}.eventlet.sleep')
    def test_f(self, sleep):
        mod.work()

    @mock.patch('%s.eventlet.sleep' % MOD)
    def test_percent(self, sleep):
        mod.work()

    @mock.patch('{}.eventlet.sleep'.format(MOD))
    def test_format(self, sleep):
        mod.work()

    @mock.patch(MOD + '.eventlet.sleep')
    def test_plus(self, sleep):
        mod.work()

    @mock.patch('pkg.mod.eventlet' f'.{SLEEP}')
    def test_adjacent(self, sleep):
        mod.work()

    @mock.patch('.'.join(['pkg.mod', 'eventlet.sleep']))
    def test_join(self, sleep):
        mod.work()

    @mock.patch('pkg.mod.event\x6cet.sleep')
    def test_escape(self, sleep):
        mod.work()

    @mock.patch.object(mod.eventlet, SLEEP)
    def test_object(self, sleep):
        mod.work()

    @mock.patch.object(mod.eventlet, f'{SLEEP}')
    def test_object_f(self, sleep):
        mod.work()
