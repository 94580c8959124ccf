# Nothing changes in handle(): every pattern binds its name. after() is eventlet's.
import eventlet
from eventlet import sleep


def handle(command):
    match command:
        case ["wait", sleep]:
            sleep(1)
        case {"run": eventlet, **rest}:
            eventlet.sleep(2)
        case str() as sleep:
            sleep(3)


def after():
    sleep(4)
    eventlet.sleep(5)
