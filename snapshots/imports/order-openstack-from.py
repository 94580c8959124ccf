# H306 sorts `from threading import local` as threading.local: `import threading` goes right before it.
import os
from threading import local
import uuid

from eventlet import semaphore
from oslo_log import log


def limit():
    with semaphore.Semaphore(2):
        return os, local, uuid, log
