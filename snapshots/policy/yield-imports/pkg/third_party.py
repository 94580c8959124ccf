import eventlet
import requests


def work():
    eventlet.sleep(0)
    eventlet.sleep()
    return requests
