import unittest
from unittest import mock

from package_with_a_name import module_of_a_length as mod


class TestMod(unittest.TestCase):
    @mock.patch('package_with_a_name.module_of_a_length.sleep', create=False)
    def test_decorator(self, sleep):
        mod.work()

    @mock.patch('package_with_a_name.module_of_a_length.sleep')
    def test_fits(self, sleep):
        mod.work()

    def test_with(self):
        with mock.patch('package_with_a_name.module_of_a_length.sleep') as one:
            mod.work()
        self.assertEqual(1, one.call_count)

    def test_second(self):
        with mock.patch(new=mock.Mock(),
                        target='package_with_a_name.module_of_a_length.sleep'):
            mod.work()
