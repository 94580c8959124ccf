# A file without an order: the new import joins the stdlib's and moves nothing.
import sys
import os
import re
import eventlet
import json


def wait():
    eventlet.sleep(1)
    return sys, os, re, json
