# The file only speaks of events that others make: review, with that as the reason.
from typing import Optional

from eventlet import event


def wait(done: Optional[event.Event], other: "event.Event") -> None:
    assert done is not other
