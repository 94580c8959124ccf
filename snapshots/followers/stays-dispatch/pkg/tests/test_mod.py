import unittest

from pkg import mod


class Bus:
    def __init__(self):
        self.seen = []

    def dispatch(self, *args):
        self.seen.append(args)

    set = patch_level = stub_outline = dispatch


class TestMod(unittest.TestCase):
    def test_work(self):
        bus = Bus()
        bus.dispatch('pkg.mod.eventlet.sleep')
        bus.set(mod.eventlet, 'sleep')
        bus.patch_level('pkg.mod.eventlet.sleep')
        bus.stub_outline('pkg.mod.eventlet.sleep')
        self.assertEqual(4, len(bus.seen))
