# `import eventlet.queue as q` binds the submodule itself.
import eventlet.queue as q


def make():
    waiting = q.LightQueue()
    waiting.put(1)
    return waiting.get()
