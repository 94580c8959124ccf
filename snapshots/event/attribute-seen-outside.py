# The attribute is public: other files may use it, so the methods are renamed here and a person looks.
from eventlet import event


class Worker:
    def __init__(self):
        self.done = event.Event()

    def finish(self):
        self.done.send()
