import eventlet
# The import that goes starts right after the byte order mark, which stays.


def wait():
    eventlet.sleep(1)
