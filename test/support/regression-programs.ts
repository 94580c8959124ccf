// Programs that once broke a law, made small: what chance found is not left to chance a second time.

/** By name; each is a whole file. */
export const ONCE_BROKEN: Readonly<Record<string, string>> = {
  'two-names-of-one-line-go': `from eventlet import (event,
    Semaphore, Event as E)


def f():
    with Semaphore(2):
        y = E()
        y.send()
    return event
`,
  'the-last-two-of-four-names-go': `from eventlet import (spawn,
    queue, semaphore, Semaphore)


def f():
    with Semaphore(1):
        y = semaphore.BoundedSemaphore(2)
        y.acquire()
    return spawn, queue
`,
  'a-local-import-after-the-use-of-a-global-one': `from eventlet import semaphore


def f():
    with semaphore.Semaphore(1):
        pass
    from eventlet import event
    e = event.Event()
    e.send()
`,
  'a-local-import-shadows-a-new-global-one': `import eventlet.semaphore


def f():
    from eventlet.event import Event
    x = Event()
    x.send()
    with eventlet.semaphore.Semaphore(1):
        pass
`,
  'a-global-declaration-where-the-import-goes': `time = 'a name of the project'


def f():
    global time
    import eventlet
    eventlet.sleep(1)
    time = 'changed'


def g():
    return time.upper()
`,
  'a-global-declaration-where-the-use-is': `def f():
    from eventlet import sleep

    def g():
        global time
        time = sleep(1)
    return g
`,
  'two-imports-of-a-function-become-one': `def f():
    import eventlet
    import eventlet.event
    x = eventlet.event.Event()
    x.send()
    with eventlet.Semaphore(1):
        pass
`,
  'an-import-for-type-checkers-and-one-for-all': `import typing

import eventlet

if typing.TYPE_CHECKING:
    from eventlet import semaphore


def f(x: "semaphore.Semaphore"):
    x = eventlet.Semaphore(1)
    with x:
        pass
`,
  'an-import-for-type-checkers-that-runs': `import typing

if typing.TYPE_CHECKING:
    import eventlet.queue


def f():
    from eventlet.greenthread import sleep

    def g(time):
        eventlet.greenthread.sleep(time)
    sleep(1)
    return g
`,
  'the-first-import-of-a-name-goes-and-the-second-is-late': `import eventlet.event


def m():
    return eventlet.event.Event()


x = eventlet.spawn
import eventlet
`,
  'imports-at-the-bottom': `from eventlet.greenthread import sleep
try:
    sleep(limit - spent)
    import eventlet
    with eventlet.Semaphore(1): pass
except ValueError:
    raise
import time
call(sleep, 1)
`,
  'the-early-import-of-a-name-that-is-used-before-the-late-one': `import eventlet.event
try:
  eventlet.sleep()
except ValueError:
    x = eventlet.event.Event()
    x.send()
import eventlet
`,
};
