"""Words."""
from __future__ import annotations

import eventlet


def work():
    eventlet.sleep(0)
    eventlet.sleep()
