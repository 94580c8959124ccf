# The first import of the file: two blank lines between it and the function, and the comment stays with the function.

# Waits.
def wait():
    eventlet.sleep(1)


import eventlet  # noqa: E402
