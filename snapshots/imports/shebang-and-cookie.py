#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# Both lines stay on top; the import follows.
import eventlet


def wait():
    eventlet.sleep(1)  # ü
