import collections
import queue

Empty = queue.Empty
Full = queue.Full


class LightQueue:
    def __init__(self, maxsize=None):
        self.maxsize = maxsize
        self.items = collections.deque()

    def put(self, item, block=True, timeout=None):
        self.items.append(item)

    def get(self, block=True, timeout=None):
        return self.items.popleft()

    def qsize(self):
        return len(self.items)


class Queue(LightQueue):
    pass
