# `import time` stands below the module-level use: an import of its own above it, which leaves the other one alone.
import eventlet

eventlet.sleep(1)

import time

print(time.time())
