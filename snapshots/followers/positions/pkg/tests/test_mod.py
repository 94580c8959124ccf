import unittest
from unittest import mock

from pkg import mod


@mock.patch('pkg.mod.greenthread.sleep', new=mock.Mock())
class TestClass(unittest.TestCase):
    def test_rest(self):
        mod.rest()


class TestMod(unittest.TestCase):
    def setUp(self):
        patcher = mock.patch('pkg.mod.eventlet.sleep')
        self.sleep = patcher.start()
        self.addCleanup(patcher.stop)

    def test_start(self):
        mod.work()
        self.sleep.assert_called_once_with(1)

    @mock.patch('pkg.mod.greenthread.sleep', return_value=None)
    def test_decorator(self, sleep):
        mod.rest()
        sleep.assert_called_once_with(2)

    def test_with(self):
        with mock.patch('pkg.mod.greenthread.sleep') as sleep:
            mod.rest()
        sleep.assert_called_once_with(2)

    def test_with_several(self):
        with mock.patch('pkg.mod.greenthread.sleep') as sleep, \
                mock.patch.object(mod, 'work') as work:
            mod.rest()
        sleep.assert_called_once_with(2)
        self.assertEqual(0, work.call_count)

    def test_start_at_once(self):
        sleep = mock.patch.object(mod.greenthread, 'sleep').start()
        self.addCleanup(mock.patch.stopall)
        mod.rest()
        sleep.assert_called_once_with(2)

    def test_inside(self):
        @mock.patch('pkg.mod.greenthread.sleep')
        def inner(sleep):
            mod.rest()
            return sleep.call_count
        self.assertEqual(1, inner())

    def test_side_effect(self):
        with mock.patch('pkg.mod.greenthread.sleep', side_effect=[None, ValueError]) as sleep:
            mod.rest()
            self.assertRaises(ValueError, mod.rest)
        self.assertEqual([mock.call(2), mock.call(2)], sleep.mock_calls)


@mock.patch('pkg.mod.eventlet.sleep')
def test_function(sleep):
    mod.work()
    sleep.assert_called_once_with(1)
