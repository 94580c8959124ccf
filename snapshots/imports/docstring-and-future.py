# The docstring and `from __future__` come first; the new import follows them.
"""A module that waits."""

from __future__ import annotations

import eventlet


def wait() -> None:
    eventlet.sleep(1)
