# Nothing changes: monkey_patch() goes last, when nothing in the process is green.
import eventlet

eventlet.monkey_patch(os=False)

import os  # noqa: E402

print(os.getpid())
