import unittest

from conveyor import backend
from conveyor import job
from conveyor import service
from conveyor import utils


class ServiceTest(unittest.TestCase):

    def test_run_batch(self):
        messages = []
        conveyor = service.Service(backend.Backend(), places=2,
                                   send=messages.append)
        conveyor.start()
        results = conveyor.run_batch([job.Job(name) for name in 'abcde'])
        conveyor.stop()
        self.assertEqual(list('abcde'), sorted(name for name, _ in results))
        self.assertEqual(5, len(messages))

    def test_stop_finishes_what_was_begun(self):
        conveyor = service.Service(backend.Backend(), workers=1)
        crate = job.Job('crate')
        conveyor.start()
        conveyor.submit(crate)
        conveyor.stop()
        self.assertTrue(crate.finished())


class WaitUntilTest(unittest.TestCase):

    def test_too_late(self):
        with utils.StopWatch() as watch:
            self.assertFalse(utils.wait_until(lambda: False, seconds=0.02))
        self.assertGreaterEqual(watch.seconds, 0.02)
