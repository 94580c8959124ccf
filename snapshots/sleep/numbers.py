# One positional number stays as it is, whatever it is written as.
import eventlet


def wait(delay, conf):
    eventlet.sleep(1)
    eventlet.sleep(0.5)
    eventlet.sleep(delay)
    eventlet.sleep(conf.delay)
    eventlet.sleep(conf.get("delay"))
    eventlet.sleep(delay * 2)
    eventlet.sleep(60 if delay else 1)
