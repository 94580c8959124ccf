import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch.object(mod.Semaphore, 'release')
    def test_object(self, release):
        mod.work()
        release.assert_called_once_with()

    @mock.patch('pkg.mod.Semaphore.release')
    def test_string(self, release):
        mod.work()
        release.assert_called_once_with()
