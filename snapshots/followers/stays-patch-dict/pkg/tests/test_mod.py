import sys
import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    def test_modules(self):
        with mock.patch.dict('sys.modules', {'eventlet': mock.Mock(), 'eventlet.greenthread': mock.Mock()}):
            self.assertIsInstance(sys.modules['eventlet'], mock.Mock)

    def test_modules_object(self):
        with mock.patch.dict(sys.modules, eventlet=mock.Mock()):
            self.assertIsInstance(sys.modules['eventlet'], mock.Mock)

    @mock.patch.dict(mod.__dict__, {'eventlet': mock.Mock()})
    def test_globals(self):
        mod.work()

    def test_assigned(self):
        mod.eventlet = mock.Mock()
        mod.work()

    def test_item(self):
        sys.modules['eventlet'] = sys.modules['eventlet']
