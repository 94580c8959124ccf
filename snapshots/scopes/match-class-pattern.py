# A class pattern is a type test like isinstance: it goes with the objects that the file makes.
from eventlet import event


def kind(thing):
    done = event.Event()
    done.send()
    match thing:
        case event.Event():
            return True
