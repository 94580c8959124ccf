// What to import in place of eventlet.green: each row is for the module and for every name in it.
export const greenModules = {
  'eventlet.green.BaseHTTPServer': {
    does: 'The base of HTTP servers under its name of Python 2, on green sockets.',
    same: ['eventlet.wsgi.BaseHTTPServer'],
    use: 'http.server',
    say: 'Import http.server, which has the same names since Python 3.',
    before: 'from eventlet.green import BaseHTTPServer\n\nserver = BaseHTTPServer.HTTPServer(address, Handler)\n',
    after: 'import http.server\n\nserver = http.server.HTTPServer(address, Handler)\n',
  },
  'eventlet.green.CGIHTTPServer': {
    use: 'http.server',
    say: 'Move the scripts to WSGI: http.server still has CGIHTTPRequestHandler, but Python 3.15 drops it.',
    does: 'The CGI server of Python 2, in a green copy that does not import on Python 3.',
    before: 'from eventlet.green import CGIHTTPServer\n',
    after: '# a WSGI application takes the place of the scripts\nimport wsgiref.simple_server\n',
  },
  'eventlet.green.SimpleHTTPServer': {
    does: 'The HTTP server of files under its name of Python 2, on green sockets.',
    use: 'http.server',
    say: 'Import http.server, where SimpleHTTPRequestHandler has moved; the green module may not even import on Python 3.',
    before: 'from eventlet.green import SimpleHTTPServer\n\nhandler = SimpleHTTPServer.SimpleHTTPRequestHandler\n',
    after: 'import http.server\n\nhandler = http.server.SimpleHTTPRequestHandler\n',
  },
  'eventlet.green.SocketServer': {
    use: 'socketserver',
    say: 'Import socketserver; take its ThreadingMixIn classes where one slow client must not hold up the others.',
    before: 'from eventlet.green import SocketServer\n\nserver = SocketServer.TCPServer(address, Handler)\n',
    after: 'import socketserver\n\nserver = socketserver.ThreadingTCPServer(address, Handler)\n',
  },
  'eventlet.green.Queue': {
    use: 'queue',
    say: 'Import queue; size 0 means unbounded on both sides, and SimpleQueue comes in addition.',
    before: 'from eventlet.green import Queue\n\njobs = Queue.Queue()\n',
    after: 'import queue\n\njobs = queue.Queue()\n',
  },
  'eventlet.green.asynchat': {
    use: 'asyncio',
    say: 'Move to asyncio streams or to threads with plain sockets: asynchat is gone from Python since 3.12.',
    does: 'Protocols of lines and blocks over asyncore, in a green copy.',
    before: 'from eventlet.green import asynchat\n',
    after: 'import asyncio\n',
  },
  'eventlet.green.asyncore': {
    use: 'selectors, or asyncio',
    say: 'Move to selectors, asyncio or threads with plain sockets: asyncore is gone from Python since 3.12.',
    does: 'The oldest event loop of the standard library, in a green copy.',
    before: 'from eventlet.green import asyncore\n',
    after: 'import selectors\n',
  },
  'eventlet.green.builtin': {
    use: 'builtins',
    say: 'Use builtins: only open() is replaced in the green module, to tell the hub about reused descriptors.',
    does: 'The built-in names, with an open() that tells the hub about the descriptor.',
    before: 'from eventlet.green import builtin\n\nhandle = builtin.open(path)\n',
    after: 'handle = open(path)\n',
  },
  'eventlet.green.ftplib': {
    use: 'ftplib',
    say: 'Import ftplib: all its names are the same.',
  },
  'eventlet.green.http': {
    use: 'http',
    say: 'Import http: the green package is a copy of it, with an HTTPStatus of its own.',
  },
  'eventlet.green.http.client': {
    use: 'http.client',
    say: 'Import http.client; the green module is an old copy of it, so classes are others and newer names come in addition.',
  },
  'eventlet.green.http.cookiejar': {
    use: 'http.cookiejar',
    say: 'Import http.cookiejar; the green module is an old copy of it, so its classes are not the ones other libraries know.',
  },
  'eventlet.green.http.cookies': {
    why: 'It is a copy in which nothing waits: all that it adds is that its classes are not the ones other code knows.',
    safe: 'Always, in a process that is green as well: nothing in it waits.',
    use: 'http.cookies',
    say: 'Import http.cookies; the green module is an old copy that no longer imports on Python 3.11.',
    does: 'A copy of http.cookies from an older Python, in which nothing waits.',
  },
  'eventlet.green.http.server': {
    use: 'http.server',
    say: 'Import http.server; the green module is an old copy of it and lacks ThreadingHTTPServer.',
  },
  'eventlet.green.httplib': {
    does: 'The HTTP client under its name of Python 2, on green sockets.',
    use: 'http.client',
    say: 'Import http.client, the name of httplib since Python 3.',
    before: 'from eventlet.green import httplib\n\nconnection = httplib.HTTPConnection(host)\n',
    after: 'import http.client\n\nconnection = http.client.HTTPConnection(host)\n',
  },
  'eventlet.green.os': {
    use: 'os',
    say: 'Import os; read, write, wait and waitpid then block their own thread instead of asking the hub.',
  },
  'eventlet.green.profile': {
    use: 'cProfile, or profile',
    say: 'Profile with cProfile; the green module tells green threads apart, and each native thread needs a profiler of its own.',
    does: 'The profiler of the standard library, made to tell green threads apart.',
    before: "from eventlet.green import profile\n\nprofile.run('main()')\n",
    after: "import cProfile\n\ncProfile.run('main()')\n",
  },
  'eventlet.green.select': {
    use: 'select',
    say: 'Import select; it has poll() and epoll(), so code that asks for them takes another branch than before.',
  },
  'eventlet.green.selectors': {
    use: 'selectors',
    say: 'Import selectors; DefaultSelector then is an EpollSelector or the like, where the green module has SelectSelector only.',
  },
  'eventlet.green.socket': {
    use: 'socket',
    say: 'Import socket; calls block their own thread, and host names go through the system resolver instead of greendns.',
  },
  'eventlet.green._socket_nodns': {
    use: 'socket',
    say: 'Import socket: the green module is the same but for its blocking calls, which then hold up their own thread.',
    does: 'The socket module with green sockets and without the resolver of greendns.',
  },
  'eventlet.green.ssl': {
    use: 'ssl',
    say: 'Import ssl and name things as before; for wrap_socket() make an SSLContext, since the function left Python in 3.12.',
    before: 'from eventlet.green import ssl\n\nsock = ssl.wrap_socket(sock, ca_certs=bundle)\n',
    after:
      'import ssl\n\ncontext = ssl.create_default_context(cafile=bundle)\nsock = context.wrap_socket(sock, server_hostname=host)\n',
  },
  'eventlet.green.subprocess': {
    use: 'subprocess',
    say: 'Import subprocess, drop check_interval= from Popen.wait(), and expect plain file objects as pipes.',
    before: 'from eventlet.green import subprocess\n\nprocess.wait(check_interval=0.1)\n',
    after: 'import subprocess\n\nprocess.wait()\n',
  },
  'eventlet.green.thread': {
    use: '_thread',
    say: 'Import _thread, where the names are the same, or write threading.Thread and threading.Lock.',
    before: 'from eventlet.green import thread\n\nthread.start_new_thread(run, (job,))\n',
    after: 'import _thread\n\n_thread.start_new_thread(run, (job,))\n',
  },
  'eventlet.green.threading': {
    use: 'threading',
    say: 'Import threading; while monkey_patch() is still called, make locks and locals only after it has run.',
  },
  'eventlet.green.time': {
    use: 'time',
    say: 'Import time: only sleep() differs, which there needs its argument, positional and not negative.',
    before: 'from eventlet.green import time\n\ntime.sleep()\n',
    after: 'import time\n\ntime.sleep(0)\n',
  },
  'eventlet.green.urllib': {
    use: 'urllib',
    say: 'Import urllib and its modules request, parse, error and response by name.',
  },
  'eventlet.green.urllib.request': {
    use: 'urllib.request',
    say: 'Import urllib.request: all its names are the same.',
  },
  'eventlet.green.urllib.parse': {
    why: 'It is a copy in which nothing waits: all that it adds is that its classes are not the ones other code knows.',
    safe: 'Always, in a process that is green as well: nothing in it waits.',
    use: 'urllib.parse',
    say: 'Import urllib.parse: all its names are the same.',
    does: 'A copy of urllib.parse, in which nothing waits.',
  },
  'eventlet.green.urllib.error': {
    why: 'It is a copy in which nothing waits: all that it adds is that its classes are not the ones other code knows.',
    safe: 'Always, in a process that is green as well: nothing in it waits.',
    use: 'urllib.error',
    say: 'Import urllib.error: all its names are the same.',
    does: 'A copy of urllib.error, in which nothing waits.',
  },
  'eventlet.green.urllib.response': {
    use: 'urllib.response',
    say: 'Import urllib.response: all its names are the same.',
  },
  'eventlet.green.urllib2': {
    use: 'urllib.request and urllib.error',
    say: 'Take the names from urllib.request and urllib.error: the green module no longer imports on Python 3.',
    does: 'urllib2 of Python 2, in a green copy that does not import on Python 3.',
    before: 'from eventlet.green import urllib2\n\nanswer = urllib2.urlopen(url)\n',
    after: 'import urllib.request\n\nanswer = urllib.request.urlopen(url)\n',
  },
  'eventlet.green.zmq': {
    use: 'zmq',
    say: 'Import zmq itself and give every thread sockets of its own: the plain ones must not be shared between threads.',
    does: 'pyzmq with sockets that let other green threads run while they wait.',
  },
  'eventlet.green.MySQLdb': {
    use: 'MySQLdb',
    say: 'Import MySQLdb itself and give every thread a connection of its own: here they are proxies that run in tpool.',
    does: 'MySQLdb with connections that are proxies in tpool.',
  },
  'eventlet.green.OpenSSL': {
    use: 'OpenSSL',
    say: 'Import OpenSSL itself and use it on blocking sockets.',
  },
  'eventlet.green.OpenSSL.SSL': {
    use: 'OpenSSL.SSL',
    say: 'Import OpenSSL.SSL and use it on blocking sockets: on others its Connection raises WantReadError, which the green one hides.',
  },
  'eventlet.green.OpenSSL.crypto': {
    why: 'It is a copy in which nothing waits: all that it adds is that its classes are not the ones other code knows.',
    safe: 'Always, in a process that is green as well: nothing in it waits.',
    use: 'OpenSSL.crypto',
    say: 'Import OpenSSL.crypto: all its names are the same.',
    does: 'OpenSSL.crypto, under another name.',
  },
  'eventlet.green.OpenSSL.version': {
    why: 'It is a copy in which nothing waits: all that it adds is that its classes are not the ones other code knows.',
    safe: 'Always, in a process that is green as well: nothing in it waits.',
    use: 'OpenSSL.version',
    say: 'Import OpenSSL.version: all its names are the same.',
    does: 'The version of pyOpenSSL, under another name.',
  },
  'eventlet.green.OpenSSL.tsafe': {
    use: 'threading.RLock',
    say: 'Guard the connection with a lock, or give each thread its own: pyOpenSSL has no tsafe module any more.',
    does: 'The connection of pyOpenSSL behind a lock; gone from pyOpenSSL.',
    before: 'from eventlet.green.OpenSSL import tsafe\n\nconnection = tsafe.Connection(context, sock)\n',
    after:
      'connection = OpenSSL.SSL.Connection(context, sock)\nguard = threading.RLock()\nwith guard:\n    connection.send(data)\n',
  },
};
