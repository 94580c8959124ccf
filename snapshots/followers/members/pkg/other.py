class Scale:
    def __init__(self):
        self.balance = 3
        self._pan = self

    def ready(self):
        return True
