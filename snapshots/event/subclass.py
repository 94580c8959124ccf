# Nothing changes: a subclass relies on the signatures of the base.
from eventlet import event


class Loud(event.Event):
    def send(self, result=None, exc=None):
        print(result)
        super().send(result, exc)
