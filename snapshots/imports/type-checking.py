# A type checker's import is replaced under its guard: nothing new is loaded while the program runs.
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventlet.event import Event


def wait(done: Event) -> None:
    done.wait()
