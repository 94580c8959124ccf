# Nothing changes: SimpleQueue ignores the hooks, and eventlet's other queues are LightQueues too.
from eventlet.queue import LightQueue


class Sorted(LightQueue):
    def _put(self, item):
        self.queue.append(item)


def is_queue(thing):
    return isinstance(thing, LightQueue)
