#    Licensed under the Apache License, Version 2.0 (the "License"); you may
#    not use this file except in compliance with the License. You may obtain
#    a copy of the License at
#
#         http://www.apache.org/licenses/LICENSE-2.0
#
#    Unless required by applicable law or agreed to in writing, software
#    distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
#    WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
#    License for the specific language governing permissions and limitations
#    under the License.

import unittest
from unittest import mock

import eventlet

from conveyor import backend
from conveyor import job
from conveyor import limits
from conveyor.tests import fakes
from conveyor import worker


class WorkerTest(unittest.TestCase):

    def _worker(self, backend):
        self.poller = mock.Mock()
        return worker.Worker(backend, self.poller,
                             limits.Dock(4), limits.Limiter(1))

    def test_stop_works_off_the_inbox(self):
        jobs = [job.Job('a'), job.Job('b')]
        busy_bee = self._worker(backend.Backend())
        for each in jobs:
            busy_bee.submit(each)
        eventlet.spawn_n(busy_bee.run)
        busy_bee.stop()
        self.poller.watch.assert_has_calls(
            [mock.call('task-1', jobs[0]), mock.call('task-2', jobs[1])])

    @mock.patch('conveyor.worker.eventlet.sleep')
    def test_busy_backend_is_given_more_time(self, mock_sleep):
        crate = job.Job('crate')
        self._worker(fakes.BusyBackend(refusals=3))._process(crate)
        mock_sleep.assert_has_calls([mock.call(1), mock.call(2),
                                     mock.call(4)])
        self.poller.watch.assert_called_once_with('task-1', crate)

    @mock.patch('conveyor.worker.eventlet.sleep')
    def test_worker_gives_up(self, mock_sleep):
        crate = job.Job('crate')
        self._worker(fakes.BusyBackend(refusals=9))._process(crate)
        self.assertEqual(worker.ATTEMPTS, mock_sleep.call_count)
        self.assertEqual('given up', crate.result())
