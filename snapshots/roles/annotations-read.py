# Nothing changes in the annotation: this file reads annotations while it runs.
import typing

from eventlet.event import Event


class Job:
    done: Event


print(typing.get_type_hints(Job))
