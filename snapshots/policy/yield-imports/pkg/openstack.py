# Copyright somebody
# All rights reserved.

"""In the order of OpenStack."""

import os
import sys

import eventlet
from oslo_config import cfg
from oslo_log import log as logging

import pkg.conf
from pkg import context
from pkg.db import api
from pkg.virt import driver

CONF = pkg.conf.CONF
LOG = logging.getLogger(__name__)


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return os, sys, cfg, context, api, driver
