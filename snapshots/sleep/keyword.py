# time.sleep takes no keyword.
import eventlet


def wait(delay):
    eventlet.sleep(seconds=1)
    eventlet.sleep(seconds = delay)
    eventlet.sleep(
        seconds=delay,  # from the settings
    )
