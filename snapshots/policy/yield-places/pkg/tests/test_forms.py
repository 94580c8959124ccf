from unittest import mock

import eventlet


def test_forms():
    eventlet.sleep(0)
    with mock.patch('pkg.utils.cooperate') as cooperate:
        cooperate.assert_not_called()
