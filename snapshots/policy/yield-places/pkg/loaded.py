"""A yield while the module is loaded."""
import eventlet

eventlet.sleep(0)


class Job:
    eventlet.sleep()

    def run(self, rest=eventlet.sleep(0)):
        return rest
