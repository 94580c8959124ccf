# Only the second lambda changes: in the first one `sleep` is its own parameter.
from eventlet import sleep

run = lambda sleep: sleep(1)
nap = lambda: sleep(2)
