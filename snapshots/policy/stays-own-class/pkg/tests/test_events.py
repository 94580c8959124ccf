from unittest import mock

from eventlet import event


def test_events():
    with mock.patch('pkg.events.Event', side_effect=lambda: event.Event()) as made:
        made().send('value')
