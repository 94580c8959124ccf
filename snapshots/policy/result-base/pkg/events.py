from pkg import base


class Event(base.Event):
    """What it inherits is not known here."""

    def send(self, result=None):
        pass
