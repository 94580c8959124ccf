# isort's order, plain imports before from-imports: the new one goes to the plain ones.
import collections
import sys
from pathlib import Path
from typing import Any

import eventlet
import requests


def wait(what: Any):
    eventlet.sleep(1)
    return collections, sys, Path, requests, what
