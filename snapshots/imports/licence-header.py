# Copyright 2024 The Authors. The licence stays on top, and the new import takes the place of the old one.
#
#    Licensed under the Apache License, Version 2.0 (the "License"); you may
#    not use this file except in compliance with the License.

import eventlet


def wait():
    eventlet.sleep(1)
