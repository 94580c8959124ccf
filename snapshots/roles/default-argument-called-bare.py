# Nothing changes: sleep() would have to become sleep(0), and main() passes a function that takes no argument.
import eventlet


def poll(check, sleep=eventlet.sleep):
    while not check():
        sleep()


def main():
    poll(input, lambda: None)
