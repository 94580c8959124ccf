"""Has the methods of the library's."""


class Event(object):
    def send(self, result=None, exc=None):
        pass

    def send_exception(self, *args):
        pass

    def wait(self, timeout=None):
        pass

    def ready(self):
        pass
