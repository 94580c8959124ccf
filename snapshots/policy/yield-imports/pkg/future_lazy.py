from __future__ import annotations


def work():
    import eventlet
    eventlet.sleep(0)
