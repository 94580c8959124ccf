# -*- coding: latin-1 -*-
# Grüße: the file stays latin-1, byte by byte.
import eventlet


def wait():
    print('é')
    eventlet.sleep(1)
