import fixtures

from pkg import mod
from unittest import mock


class TestMod(fixtures.TestCase):
    def setUp(self):
        super().setUp()
        self.calls = []

    def test_stub_out(self):
        self.stub_out('pkg.mod.eventlet.sleep', self.calls.append)
        mod.work()
        self.assertEqual([1], self.calls)

    def test_monkey_patch(self):
        self.useFixture(fixtures.MonkeyPatch('pkg.mod.eventlet.sleep', self.calls.append))
        mod.work()
        self.assertEqual([1], self.calls)

    def test_mock_patch(self):
        sleep = self.useFixture(fixtures.MockPatch('pkg.mod.eventlet.sleep')).mock
        mod.work()
        sleep.assert_called_once_with(1)

    def test_mock_patch_object(self):
        sleep = self.useFixture(fixtures.MockPatchObject(mod.eventlet, 'sleep')).mock
        mod.work()
        sleep.assert_called_once_with(1)

    def test_patch(self):
        sleep = self.patch('pkg.mod.eventlet.sleep')
        mod.work()
        sleep.assert_called_once_with(1)

    def test_patchobject(self):
        sleep = self.patchobject(mod.eventlet, 'sleep')
        mod.work()
        sleep.assert_called_once_with(1)

    def test_patch_object(self):
        sleep = self.patch_object(mod.eventlet, 'sleep', return_value=None)
        mod.work()
        sleep.assert_called_once_with(1)


def test_monkeypatch_string(monkeypatch):
    calls = []
    monkeypatch.setattr('pkg.mod.eventlet.sleep', calls.append)
    mod.work()
    assert calls == [1]


def test_monkeypatch_object(monkeypatch):
    sleep = mock.Mock()
    monkeypatch.setattr(mod.eventlet, 'sleep', sleep)
    mod.work()
    assert sleep.call_count == 1


def test_mocker(mocker):
    sleep = mocker.patch('pkg.mod.eventlet.sleep')
    mod.work()
    assert sleep.call_count == 1


def test_mocker_object(mocker):
    sleep = mocker.patch.object(mod.eventlet, 'sleep', autospec=True)
    mod.work()
    assert sleep.call_count == 1
