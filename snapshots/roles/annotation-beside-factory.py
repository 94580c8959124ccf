# Nothing changes: the factory beside the annotation goes on making eventlet's events.
from dataclasses import dataclass, field

from eventlet.event import Event


@dataclass
class Job:
    done: Event = field(default_factory=Event)
