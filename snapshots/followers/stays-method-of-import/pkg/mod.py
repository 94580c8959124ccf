from eventlet.semaphore import Semaphore


def work():
    Semaphore(2).release()
