import unittest
import unittest.mock
import unittest.mock as um
from unittest import mock
from unittest import mock as m
from unittest.mock import patch
from unittest.mock import patch as fake_patch

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_mock(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @unittest.mock.patch('pkg.mod.eventlet.sleep')
    def test_unittest_mock(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @um.patch('pkg.mod.eventlet.sleep')
    def test_module_alias(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @m.patch.object(mod.eventlet, 'sleep')
    def test_short_alias(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @patch('pkg.mod.eventlet.sleep')
    def test_patch(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @patch.object(mod.eventlet, 'sleep')
    def test_patch_object(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @fake_patch('pkg.mod.eventlet.sleep')
    def test_alias(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
