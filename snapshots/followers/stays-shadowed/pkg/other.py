class eventlet:
    @staticmethod
    def sleep(seconds):
        pass
