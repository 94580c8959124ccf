# An import and its use on one line.
import eventlet; eventlet.sleep(1)
