# Two imports under TYPE_CHECKING are followed by the same module: it is imported once.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventlet.event import Event
    from eventlet.semaphore import Semaphore


def wait(done: "Event", lock: "Semaphore") -> None:
    with lock:
        done.wait()
