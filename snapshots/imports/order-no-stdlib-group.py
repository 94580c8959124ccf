# There is no stdlib group yet: one is made above the third party's.
import eventlet
import requests

from nova import exception


def wait():
    eventlet.sleep(1)
    return requests, exception
