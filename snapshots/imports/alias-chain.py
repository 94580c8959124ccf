# Assigning the module to another name is a value: reported, and the calls through the new name are not guessed.
import eventlet

green = eventlet


def wait():
    green.sleep(1)
    eventlet.sleep(2)
