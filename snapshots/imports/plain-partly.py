# One use has no equivalent: `import eventlet` stays for it, and the new import joins the stdlib group.
import os

import eventlet


def wait(task):
    eventlet.sleep(1)
    return eventlet.spawn(task, os.getpid())
