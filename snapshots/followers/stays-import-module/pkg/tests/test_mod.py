import importlib
import sys
import unittest
from unittest import mock


class TestMod(unittest.TestCase):
    def test_import_module(self):
        lib = importlib.import_module('eventlet')
        mod = importlib.import_module('pkg.mod')
        with mock.patch.object(lib, 'sleep') as sleep:
            mod.work()
        with mock.patch.object(importlib.import_module('eventlet'), 'sleep') as sleep:
            mod.work()
        self.assertTrue(sleep and sys.modules)
