import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet')
    def test_string(self, lib):
        mod.work()

    @mock.patch.object(mod, 'eventlet')
    def test_object(self, lib):
        mod.work()

    @mock.patch('pkg.mod.event')
    def test_submodule(self, lib):
        mod.make()

    @mock.patch('eventlet.event')
    def test_of_library(self, lib):
        mod.make()
