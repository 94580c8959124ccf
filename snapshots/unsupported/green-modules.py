# Nothing changes: green modules are renamed when no green threads run any more.
import eventlet.green.os
from eventlet.green import socket, subprocess
from eventlet.green.urllib import request


def fetch():
    eventlet.green.os.getpid()
    subprocess.Popen(["true"])
    return socket.socket(), request.urlopen("http://localhost")
