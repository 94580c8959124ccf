#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# Licensed under the Apache License.
import eventlet


def work():
    eventlet.sleep(0)
    eventlet.sleep()
