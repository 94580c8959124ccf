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

"""A worker takes jobs from its inbox and starts them on the backend."""

import logging

import eventlet
import eventlet.queue

from conveyor import backend as backend_errors
from conveyor import utils

LOG = logging.getLogger(__name__)

ATTEMPTS = 4


class Worker:

    def __init__(self, backend, poller, dock, limiter):
        self._backend = backend
        self._poller = poller
        self._dock = dock
        self._limiter = limiter
        self._inbox = eventlet.queue.LightQueue(10)
        self._drained = eventlet.event.Event()

    def submit(self, job):
        """Queue the job; a worker that is far behind makes callers wait."""
        self._inbox.put(job)

    def stop(self):
        """Work off the inbox, then let run() come to its end."""
        if not self._drained.ready():
            self._inbox.put(None)
            self._drained.wait()

    def run(self):
        while True:
            job = self._inbox.get()
            if job is None:
                break
            self._process(job)
        self._drained.send()

    def _process(self, job):
        self._dock.reserve()
        with utils.StopWatch() as watch:
            task = self._limiter.call(self._start, job)
        LOG.debug('%s took %.3f s to start', job, watch.seconds)
        if task is None:
            self._dock.free()
            job.finish('given up')
        else:
            self._poller.watch(task, job)

    def _start(self, job):
        """Start the job; a busy backend is given more time each time."""
        for attempt in range(ATTEMPTS):
            try:
                return self._backend.start(job.name)
            except backend_errors.Busy:
                eventlet.sleep(2 ** attempt)
        return None
