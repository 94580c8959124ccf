"""A stand-in for the fixtures library: the three that replace things."""
import unittest
from unittest import mock


class _Patch:
    def start(self, test):
        self.mock = self.patcher.start()
        test.addCleanup(self.patcher.stop)


class MonkeyPatch(_Patch):
    def __init__(self, name, new_value):
        self.patcher = mock.patch(name, new_value)


class MockPatch(_Patch):
    def __init__(self, name, *new):
        self.patcher = mock.patch(name, *new)


class MockPatchObject(_Patch):
    def __init__(self, target, attribute, *new):
        self.patcher = mock.patch.object(target, attribute, *new)


class TestCase(unittest.TestCase):
    def useFixture(self, fixture):
        fixture.start(self)
        return fixture

    def stub_out(self, name, new):
        self.useFixture(MonkeyPatch(name, new))

    def patch(self, name, **kwargs):
        patcher = mock.patch(name, **kwargs)
        self.addCleanup(patcher.stop)
        return patcher.start()

    def patchobject(self, target, attribute, **kwargs):
        patcher = mock.patch.object(target, attribute, **kwargs)
        self.addCleanup(patcher.stop)
        return patcher.start()

    patch_object = patchobject
