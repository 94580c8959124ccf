# H306: all in one alphabetical list, `import a` and `from a import b` mixed; `time` goes between `sys` and `uuid`.
import collections
import sys
import uuid

import eventlet
from oslo_config import cfg
from oslo_log import log as logging

from nova import exception


def wait():
    eventlet.sleep(cfg.CONF.pause)
    return collections, sys, uuid, logging, exception
