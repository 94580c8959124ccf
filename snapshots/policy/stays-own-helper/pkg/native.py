"""Written by the project itself, and not by degreen."""
from eventlet import event


class ResultEvent(event.Event):
    def made(self):
        other = event.Event()
        other.send('value')
        return other.wait()
