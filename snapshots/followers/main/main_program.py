import unittest
from unittest import mock

import eventlet


def work():
    eventlet.sleep(1)


class TestProgram(unittest.TestCase):
    @mock.patch('__main__.eventlet.sleep')
    def test_main(self, sleep):
        work()
        sleep.assert_called_once_with(1)

    @mock.patch.object(eventlet, 'sleep')
    def test_object(self, sleep):
        work()
        sleep.assert_called_once_with(1)


if __name__ == '__main__':
    unittest.main()
