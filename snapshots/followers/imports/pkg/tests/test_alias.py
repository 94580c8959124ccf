import unittest
from unittest import mock

import pkg.mod as m
from pkg import mod as module


class TestAlias(unittest.TestCase):
    @mock.patch.object(m.eventlet, 'sleep')
    def test_import_as(self, sleep):
        m.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(module.eventlet, 'sleep')
    def test_from_as(self, sleep):
        module.work()
        sleep.assert_called_once_with(1)

    def test_local(self):
        from pkg import mod as here
        with mock.patch.object(here.eventlet, 'sleep') as sleep:
            here.work()
        sleep.assert_called_once_with(1)
