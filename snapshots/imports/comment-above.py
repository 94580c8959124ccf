# The comment above an import that goes speaks of it; the comment above the one that stays must stay.
import os

# Must come before everything that waits.
import eventlet
# The settings.
import yaml


def wait():
    eventlet.sleep(1)
    return os, yaml
