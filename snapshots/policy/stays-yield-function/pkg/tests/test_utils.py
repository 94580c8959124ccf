"""A replacement that called what it replaces would never end."""
from unittest import mock

import eventlet

from pkg import utils


def test_function():
    with mock.patch('pkg.utils.cooperate', side_effect=lambda: eventlet.sleep(0)):
        utils.cooperate()


def test_object():
    with mock.patch.object(utils, 'cooperate', lambda: eventlet.sleep()):
        utils.cooperate()


@mock.patch('pkg.utils.cooperate', new=lambda: eventlet.sleep(0))
def test_decorated():
    utils.cooperate()
