# Nothing changes: positional-only, default, starred and keyword-only parameters all shadow the module.
import eventlet


def by_position(eventlet, /):
    eventlet.sleep(1)


def by_default(eventlet=None):
    eventlet.sleep(2)


def starred(*eventlet):
    eventlet.sleep(3)


def by_keyword(*, eventlet):
    eventlet.sleep(4)


def rest(**eventlet):
    eventlet.sleep(5)
