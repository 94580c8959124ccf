# `import time` stands below the module-level use: it must be there before the use, and only once in the end.
import eventlet

eventlet.sleep(1)

import time

print(time.time())
