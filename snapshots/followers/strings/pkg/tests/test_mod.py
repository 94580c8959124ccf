import unittest
from unittest import mock

from pkg import mod

SLEEP = 'pkg.mod.eventlet.sleep'


class TestMod(unittest.TestCase):
    @mock.patch("pkg.mod.eventlet.sleep")
    def test_double(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(r'pkg.mod.eventlet.sleep')
    def test_raw(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(u'pkg.mod.eventlet.sleep')
    def test_unicode(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch('pkg.mod.'
                'eventlet.sleep')
    def test_adjacent(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch('pkg.mod' ".eventlet" '.sleep', return_value=None)
    def test_adjacent_in_line(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(target='pkg.mod.eventlet.sleep')
    def test_keyword(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(
        # It must not wait.
        'pkg.mod.eventlet.sleep',  # not for long
        side_effect=None,
    )
    def test_lines(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(new_callable=mock.Mock, target="pkg.mod.eventlet.sleep")
    def test_keyword_last(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch(SLEEP)
    def test_constant(self, sleep):
        mod.work()
        with mock.patch(SLEEP) as other:
            mod.work()
        self.assertEqual([1, 1], [sleep.call_count, other.call_count])

    def test_local(self):
        target = 'pkg.mod.eventlet.sleep'
        with mock.patch(target) as sleep:
            mod.work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(
        mod.eventlet,
        "sleep",
        return_value=None,
    )
    def test_object_lines(self, sleep):
        mod.work()
        sleep.assert_called_once_with(1)
