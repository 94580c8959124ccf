from eventlet import queue


def work():
    box = queue.LightQueue()
    box.put(1)
    wide = queue.LightQueue(2)
    wide.put(1)
