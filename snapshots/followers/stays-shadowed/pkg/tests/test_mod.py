import unittest
from unittest import mock

import eventlet

from pkg import mod
from pkg import other as fake

TARGET = 'pkg.mod.eventlet.sleep'
TARGET = 'pkg.other.eventlet.sleep'
SHOWN = 'pkg.mod.eventlet.sleep'


def patched(TARGET):
    return mock.patch(TARGET)


class TestMod(unittest.TestCase):
    eventlet = fake.eventlet

    def test_parameter(self, eventlet=fake.eventlet):
        with mock.patch.object(eventlet, 'sleep'):
            pass

    def test_twice(self):
        with mock.patch(TARGET) as sleep:
            fake.eventlet.sleep(1)
        self.assertEqual(1, sleep.call_count)

    def test_class(self):
        with mock.patch.object(self.eventlet, 'sleep') as sleep:
            self.eventlet.sleep(1)
        self.assertEqual(1, sleep.call_count)

    def test_other_module(self):
        with mock.patch('pkg.other.eventlet.sleep') as sleep, mock.patch.object(fake.eventlet, 'sleep'):
            pass
        self.assertEqual(0, sleep.call_count)

    def test_also_shown(self):
        with mock.patch(SHOWN):
            mod.work()
        print(SHOWN)

    def test_local_import(self):
        from pkg.other import eventlet
        with mock.patch.object(eventlet, 'sleep') as sleep:
            eventlet.sleep(1)
        self.assertEqual(1, sleep.call_count)
