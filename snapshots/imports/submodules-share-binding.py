# Two imports bind one name. The use through `eventlet.spawn` needs either; the submodule's goes only if nothing uses it.
import eventlet
import eventlet.semaphore


def make(task):
    with eventlet.semaphore.Semaphore(1):
        eventlet.spawn(task)
