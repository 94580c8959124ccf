import types
import unittest
from unittest import mock

import eventlet

from pkg import mod


def fake():
    return types.SimpleNamespace(sleep=print, eventlet=types.SimpleNamespace(sleep=print))


class TestMod(unittest.TestCase):
    def test_variable(self):
        mod = fake()
        with mock.patch.object(mod, 'sleep'), mock.patch.object(mod.eventlet, 'sleep'):
            mod.sleep()

    def test_library(self):
        eventlet = fake()
        with mock.patch.object(eventlet, 'sleep'):
            eventlet.sleep()

    def test_attribute(self):
        self.mod = fake()
        with mock.patch.object(self.mod, 'sleep'), mock.patch.object(self.mod.eventlet, 'sleep'):
            self.mod.sleep()

    def test_loop(self):
        for mod in (fake(), fake()):
            with mock.patch.object(mod.eventlet, 'sleep'):
                mod.sleep()

    def test_as(self):
        with mock.patch('builtins.print') as eventlet:
            mock.patch.object(eventlet, 'sleep')

    def test_lambda(self):
        patches = [mock.patch.object(eventlet, 'sleep') for eventlet in (fake(), fake())]
        patcher = lambda mod: mock.patch.object(mod.eventlet, 'sleep')
        self.assertTrue(patcher(fake()) and patches)
