import threading
import time

import eventlet
from eventlet import queue


def make(*jobs):
    made = queue.LightQueue()
    for job in jobs:
        made.put(job)
    return made


def decorated(function):
    function.jobs = make('a', 'b')
    return function


@decorated
def run():
    def work():
        time.sleep(0.01)
        run.jobs.put('c')

    threading.Thread(target=work).start()
    return [run.jobs.get(timeout=5) for _ in range(3)]


eventlet.monkey_patch()
print(run())
