# The import shares its line with `from __future__`, which must stay the first statement of the file.
from __future__ import annotations; import eventlet


def wait():
    eventlet.sleep(1)
