# Used while the module loads: the new import stands above that line, also when the import that goes stood above it.
import sys

import eventlet

eventlet.sleep(1)

import helper

print(sys, helper)
