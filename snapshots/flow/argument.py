# The event goes to a function of this file and to its threads: every use is seen, so the object is rewritten as a whole.
import threading

from eventlet import event


def _worker(done, log):
    log.append('working')
    done.send()


def run():
    log = []
    done = event.Event()
    threading.Thread(target=_worker, args=(done, log)).start()
    done.wait()
    return log
