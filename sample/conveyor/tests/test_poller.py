import unittest
from unittest import mock

import eventlet
from eventlet import greenthread

from conveyor import backend
from conveyor import job
from conveyor import limits
from conveyor import poller
from conveyor.tests import fakes


class PollerTest(unittest.TestCase):

    def _poller(self, backend, **kwargs):
        dock = limits.Dock(3)
        watcher = poller.Poller(backend, dock, **kwargs)
        jobs = [job.Job(name) for name in ('a', 'b', 'c')]
        for each in jobs:
            dock.reserve()
            watcher.watch(backend.start(each.name), each)
        return watcher, jobs

    def test_poll_yields_after_every_task(self):
        watcher, _ = self._poller(backend.Backend(polls=2))
        with mock.patch.object(greenthread, 'sleep') as mock_sleep:
            watcher.poll()
        self.assertEqual(3, mock_sleep.mock_calls.count(mock.call(0)))
        self.assertEqual(3, watcher.pending())

    def test_poll_finishes_jobs(self):
        watcher, jobs = self._poller(backend.Backend(polls=1))
        watcher.poll()
        self.assertEqual(0, watcher.pending())
        self.assertEqual('shipped as task-1', jobs[0].result())

    def test_silent_backend_holds_nothing_up(self):
        watcher, jobs = self._poller(fakes.SilentBackend(), patience=0.01)
        watcher.poll()
        self.assertEqual(3, watcher.pending())
        self.assertFalse(jobs[0].finished())

    def test_run_until_stop(self):
        watcher, jobs = self._poller(backend.Backend())
        thread = eventlet.spawn(watcher.run)
        self.assertEqual('shipped as task-3', jobs[2].result())
        watcher.stop()
        thread.wait()
