# A default is bound while the module loads and may be called by anyone: calls are seen here, so review; else left.
import eventlet


def poll(check, sleep=eventlet.sleep):
    while not check():
        sleep(1)
