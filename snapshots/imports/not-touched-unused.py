# Nothing changes: an import that was unused before is not this tool's business.
import eventlet
import eventlet.queue
from eventlet import greenthread
