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

"""The service: workers, the poller and the notifier together."""

import itertools

import eventlet
from eventlet import queue

from conveyor import limits
from conveyor import notifier
from conveyor import poller
from conveyor import utils
from conveyor import worker


class Service:

    def __init__(self, backend, workers=2, places=4, send=print):
        dock = limits.Dock(places)
        limiter = limits.Limiter(1)
        self._pool = eventlet.GreenPool()
        self._notifier = notifier.Notifier(send)
        self._poller = poller.Poller(backend, dock)
        self._workers = [worker.Worker(backend, self._poller, dock, limiter)
                         for _ in range(workers)]
        self._turns = itertools.cycle(self._workers)

    def start(self):
        self._polling = eventlet.spawn(self._poller.run)
        self._pool.spawn_n(self._notifier.run)
        for each in self._workers:
            self._pool.spawn_n(each.run)

    def submit(self, job):
        """Give the job to the worker whose turn it is."""
        next(self._turns).submit(job)
        eventlet.sleep()

    def run_batch(self, jobs):
        """Run the jobs; return (name, result) pairs, first finished first."""
        finished = queue.LightQueue()

        def collect(job):
            finished.put((job.name, job.result()))
            self._notifier.notify('%s is done' % job.name)

        for job in jobs:
            self._pool.spawn_n(collect, job)
            self.submit(job)
        return [finished.get() for _ in jobs]

    def stop(self):
        """Finish what was begun, then stop every green thread."""
        for each in self._workers:
            each.stop()
        utils.wait_until(lambda: not self._poller.pending(), seconds=60)
        self._poller.stop()
        self._polling.wait()
        self._notifier.stop()
        self._pool.waitall()
