import eventlet


class Job:
    utils = 1

    def run(self):
        eventlet.sleep(0)
        return self.utils
