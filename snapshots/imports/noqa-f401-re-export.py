# An unused import that `# noqa: F401` keeps for others stays bound; the use through another name changes.
import eventlet
from eventlet import sleep  # noqa: F401


def wait():
    eventlet.sleep(1)
