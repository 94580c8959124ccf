# The import that goes is the last line, without a newline: the line before keeps its own.
def wait():
    eventlet.sleep(1)


import eventlet