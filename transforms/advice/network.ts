// What to do about sockets, servers and name resolution.
export const network = {
  'eventlet.convenience.listen': {
    same: ['eventlet.listen'],
    group: 'sockets',
    use: 'socket.create_server',
    does: 'Opens a green socket that listens on an address, with a backlog of 50, SO_REUSEADDR and, where the port is not 0, SO_REUSEPORT.',
    say: 'Use socket.create_server(addr, backlog=50, reuse_port=True), without reuse_port for port 0; several workers may share a port through it.',
    before: "sock = eventlet.listen(('', port))\n",
    after: "sock = socket.create_server(('', port), backlog=50, reuse_port=True)\n",
  },
  'eventlet.convenience.connect': {
    same: ['eventlet.connect'],
    group: 'sockets',
    use: 'socket.create_connection',
    does: 'Opens a green socket and connects it; bind= is the local address.',
    say: 'Use socket.create_connection(addr), with source_address= for bind=; it may choose IPv6, and other families need a socket of their own.',
    before: "sock = eventlet.connect((host, port), bind=('', 0))\n",
    after: "sock = socket.create_connection((host, port), source_address=('', 0))\n",
  },
  'eventlet.convenience.serve': {
    same: ['eventlet.serve'],
    group: 'sockets',
    use: 'socketserver.ThreadingTCPServer',
    does: 'Accepts connections forever and runs a handler for each in a green thread, at most `concurrency` (1000) at a time.',
    say: 'Use socketserver.ThreadingTCPServer, or accept in a loop that submits to an executor behind a semaphore of the same size.',
    before: 'eventlet.serve(sock, handle, concurrency=100)\n',
    after:
      'slots = threading.BoundedSemaphore(100)\nwhile not stopping.is_set():\n    slots.acquire()\n    connection, address = sock.accept()\n    future = executor.submit(handle, connection, address)\n    future.add_done_callback(lambda _: slots.release())\n',
  },
  'eventlet.convenience.StopServe': {
    same: ['eventlet.StopServe'],
    group: 'sockets',
    use: 'socketserver.BaseServer.shutdown',
    does: 'What a handler of serve() raises to end it.',
    say: 'Call shutdown() on the server, or set a threading.Event that the accept loop looks at: only serve() understands this exception.',
    before: "def handle(sock, address):\n    if sock.recv(4) == b'quit':\n        raise eventlet.StopServe()\n",
    after: "def handle(sock, address):\n    if sock.recv(4) == b'quit':\n        stopping.set()\n",
  },
  'eventlet.convenience.wrap_ssl': {
    same: ['eventlet.wrap_ssl'],
    also: {
      'eventlet.convenience.wrap_ssl_impl': { does: 'What wrap_ssl() calls: ssl.wrap_socket, or its green equal.' },
    },
    group: 'sockets',
    use: 'ssl.SSLContext.wrap_socket',
    does: 'Wraps a socket in TLS with the arguments of ssl.wrap_socket.',
    say: 'Create an ssl.SSLContext with certificates and verification, and call its wrap_socket(); ssl.wrap_socket left Python in 3.12.',
    before: 'sock = {name}(sock, certfile=cert, keyfile=key, server_side=True)\n',
    after:
      'context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\ncontext.load_cert_chain(cert, key)\nsock = context.wrap_socket(sock, server_side=True)\n',
  },
  'eventlet.convenience.ReuseRandomPortWarning': {
    also: {
      'eventlet.convenience.ReusePortUnavailableWarning': {
        does: 'The warning of listen() that the system has no SO_REUSEPORT.',
      },
    },
    group: 'sockets',
    does: 'The warning of listen() about SO_REUSEPORT together with port 0.',
    say: 'Delete the filter or handler: only listen() of eventlet gives this warning.',
    before: "warnings.simplefilter('ignore', {name})\n",
    after: '# deleted\n',
  },
  'eventlet.greenio.GreenSocket': {
    same: ['eventlet.greenio.base.GreenSocket'],
    group: 'sockets',
    use: 'socket.socket',
    does: 'A socket that makes the one below it non-blocking and lets other green threads run while it waits.',
    say: 'Use the socket itself after setblocking(True): wrapping it had made the one below non-blocking.',
    before: 'sock = greenio.GreenSocket(plain)\ndata = sock.recv(1024)\n',
    after: 'plain.setblocking(True)\ndata = plain.recv(1024)\n',
  },
  'eventlet.greenio.GreenPipe': {
    same: ['eventlet.greenio.py3.GreenPipe'],
    also: {
      'eventlet.greenio.py3.GreenFileIO': {
        does: 'The raw file below a GreenPipe.',
        before: "raw = py3.GreenFileIO(descriptor, 'rb')\n",
        after: "raw = open(descriptor, 'rb', buffering=0)\n",
      },
      'eventlet.greenio.base.greenpipe_doc': {
        does: 'The docstring of GreenPipe.',
        before: '{import}\n',
        after: '# deleted\n',
      },
    },
    group: 'sockets',
    use: 'open, or os.fdopen',
    does: 'A file object over a pipe or descriptor that it makes non-blocking, so that reads let other green threads run.',
    say: 'Open the path or descriptor with open() or os.fdopen(), with the descriptor blocking again; a read then holds up its own thread only.',
    before: "rpipe, wpipe = os.pipe()\nreader = greenio.GreenPipe(rpipe, 'rb', 0)\n",
    after: "rpipe, wpipe = os.pipe()\nreader = os.fdopen(rpipe, 'rb', 0)\n",
  },
  'eventlet.greenio.shutdown_safe': {
    same: ['eventlet.greenio.base.shutdown_safe'],
    group: 'sockets',
    use: 'socket.socket.shutdown',
    does: 'Shuts a socket down in both directions and passes over one that is closed or not connected.',
    say: 'Call sock.shutdown(socket.SHUT_RDWR) and pass over an OSError with errno ENOTCONN or EBADF, as this did.',
    before: 'greenio.shutdown_safe(sock)\nsock.close()\n',
    after:
      'try:\n    sock.shutdown(socket.SHUT_RDWR)\nexcept OSError as error:\n    if error.errno not in (errno.ENOTCONN, errno.EBADF):\n        raise\nsock.close()\n',
  },
  'eventlet.greenio.set_nonblocking': {
    same: ['eventlet.greenio.base.set_nonblocking', 'eventlet.greenio.py3.set_nonblocking'],
    group: 'sockets',
    use: 'socket.socket.setblocking',
    does: 'Makes a socket or descriptor non-blocking, so that the hub can wait for it.',
    say: 'Delete it where threads do the waiting; where a selector does, write sock.setblocking(False).',
    before: 'greenio.set_nonblocking(sock)\nselector.register(sock, selectors.EVENT_READ)\n',
    after: 'sock.setblocking(False)\nselector.register(sock, selectors.EVENT_READ)\n',
  },
  'eventlet.greenio.base.socket_connect': {
    also: {
      'eventlet.greenio.base.socket_accept': {
        does: 'Accepts on a non-blocking socket, and gives None where nobody has called yet.',
        before: 'pair = base.socket_accept(sock)\n',
        after: 'pair = sock.accept()\n',
      },
      'eventlet.greenio.base.socket_checkerr': {
        does: 'Raises the error that a non-blocking connect ended with.',
        before: 'base.socket_checkerr(sock)\n',
        after:
          'error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)\nif error:\n    raise OSError(error, os.strerror(error))\n',
      },
      'eventlet.greenio.base.CONNECT_ERR': {
        does: 'The error numbers that say that a connect is under way.',
        before: '{import}\n',
        after: 'CONNECT_ERR = {errno.EINPROGRESS, errno.EALREADY, errno.EWOULDBLOCK}\n',
      },
      'eventlet.greenio.base.CONNECT_SUCCESS': {
        does: 'The error numbers that say that a connect has succeeded.',
        before: '{import}\n',
        after: 'CONNECT_SUCCESS = {0, errno.EISCONN}\n',
      },
      'eventlet.greenio.base.SOCKET_BLOCKING': {
        does: 'The error numbers that say that a socket would have to wait.',
        before: 'except OSError as error:\n    if error.errno not in base.SOCKET_BLOCKING:\n        raise\n',
        after: 'except BlockingIOError:\n    pass\n',
      },
      'eventlet.greenio.base.SOCKET_CLOSED': {
        does: 'The error numbers that say that the other end has closed the socket.',
        before: 'except OSError as error:\n    if error.errno not in base.SOCKET_CLOSED:\n        raise\n',
        after: 'except ConnectionError:\n    pass\n',
      },
      'eventlet.greenio.base.BUFFER_SIZE': {
        does: 'The number 4096, by which GreenSocket reads.',
        before: '{import}\n',
        after: 'BUFFER_SIZE = 4096\n',
      },
    },
    group: 'sockets',
    does: 'Connects a non-blocking socket, and gives None while that is under way.',
    say: 'Call connect() or accept() on a blocking socket and catch OSError: this belongs to how GreenSocket waits inside.',
    before: 'base.socket_connect(sock, address)\n',
    after: 'sock.connect(address)\n',
  },
  'eventlet.greenio.base.socket_timeout': {
    why: 'It is the class of the standard library under another name, so that only the import keeps eventlet here.',
    safe: 'Always, in a process that is green as well: it is the very same class.',
    group: 'sockets',
    use: 'socket.timeout',
    does: 'The class socket.timeout, under another name.',
    say: 'Catch socket.timeout: it is the same class, and from Python 3.10 on another name of TimeoutError.',
    before: 'except greenio.base.socket_timeout:\n    self.retry()\n',
    after: 'except socket.timeout:\n    self.retry()\n',
  },
  'eventlet.support.greendns': {
    group: 'sockets',
    use: 'socket.getaddrinfo and its neighbours',
    does: 'Resolves host names in Python with dnspython, so that other green threads run meanwhile; it reads hosts and resolv.conf itself.',
    say: 'Call the function of that name in socket; the system resolver then follows nsswitch, and resolve() or getaliases() need a DNS library.',
    before: 'from eventlet.support import greendns\n\naddress = greendns.gethostbyname(host)\n',
    after: 'import socket\n\naddress = socket.gethostbyname(host)\n',
  },
  'eventlet.wsgi.server': {
    group: 'wsgi',
    instead: 'nothing; take a WSGI server with threads',
    does: 'Serves a WSGI application on a socket, each connection in a green thread, until the socket is closed.',
    say: 'Move to a WSGI server with threads, such as cheroot, waitress or gunicorn; log format, limits and graceful stop are set up again there.',
    before: "eventlet.wsgi.server(eventlet.listen(('', port)), app, max_size=100)\n",
    after: "server = cheroot.wsgi.Server(('', port), app, numthreads=100)\nserver.start()\n",
  },
  'eventlet.wsgi.Server': {
    also: {
      'eventlet.wsgi.HttpProtocol': {
        does: 'Reads the requests of one connection and writes the answers; the argument protocol= of server() puts a subclass in its place.',
        before:
          'class Protocol(eventlet.wsgi.HttpProtocol):\n    default_request_version = "HTTP/1.0"\n\neventlet.wsgi.server(sock, app, protocol=Protocol)\n',
        after:
          '# an option of the new server, or a middleware around app\nserver = cheroot.wsgi.Server(address, app)\n',
      },
      'eventlet.wsgi.Input': {
        does: 'The object wsgi.input of a request: it reads the body, chunked or not, and answers Expect: 100-continue.',
        before: 'body = wsgi.Input(rfile, content_length, sock)\ndata = body.read()\n',
        after: "data = environ['wsgi.input'].read(content_length)\n",
      },
      'eventlet.wsgi.FileObjectForHeaders': {
        does: 'Counts the bytes of header lines and stops at the limit.',
        before: '{import}\n',
        after: '# the limit of header sizes is an option of the new server\n',
      },
      'eventlet.wsgi.new': {
        does: 'Makes an object of a class without calling its __init__.',
        before: 'server = eventlet.wsgi.new(Server)\n',
        after: 'server = Server.__new__(Server)\n',
      },
    },
    group: 'wsgi',
    does: 'The object that server() makes: it holds the application, the log and the limits.',
    say: 'Build on the hooks of the new WSGI server, or on middleware: this is the inside of the old server and goes with it.',
    before: '{import}\n',
    after: '# the object of the new server\nserver = cheroot.wsgi.Server(address, app)\n',
  },
  'eventlet.wsgi.MAX_HEADER_LINE': {
    also: {
      'eventlet.wsgi.MAX_REQUEST_LINE': { does: 'How long the first line of a request may be: 8192 bytes.' },
      'eventlet.wsgi.MAX_TOTAL_HEADER_SIZE': {
        does: 'How long all headers of a request together may be: 65536 bytes.',
      },
      'eventlet.wsgi.MINIMUM_CHUNK_SIZE': {
        does: 'How many bytes of an answer are gathered before they are sent: 4096.',
        after: '# buffering is the affair of the new server\n',
      },
      'eventlet.wsgi.DEFAULT_MAX_SIMULTANEOUS_REQUESTS': {
        does: 'How many requests server() works on at a time where max_size is not given: 1024.',
        after: 'server = cheroot.wsgi.Server(address, app, numthreads=CONF.workers)\n',
      },
      'eventlet.wsgi.DEFAULT_MAX_HTTP_VERSION': {
        does: 'The version of HTTP that server() speaks: HTTP/1.1.',
        after: '# the new server speaks HTTP/1.1\n',
      },
    },
    group: 'wsgi',
    does: 'How long one header line may be: 8192 bytes. Services raise it for long tokens.',
    say: 'Set the limit by the option that the new WSGI server has for it: assigning to this module changes nothing there.',
    before: '{name} = CONF.limit\n',
    after: 'server = cheroot.wsgi.Server(address, app)\nserver.max_request_header_size = CONF.limit\n',
  },
  'eventlet.wsgi.ChunkReadError': {
    also: {
      'eventlet.wsgi.HeaderLineTooLong': {
        does: 'What is raised inside the server for a header line over the limit; the client gets 400.',
      },
      'eventlet.wsgi.HeadersTooLarge': {
        does: 'What is raised inside the server for headers over the limit together; the client gets 400.',
      },
      'eventlet.wsgi.RESPONSE_414': {
        does: 'The answer to a request line that is too long.',
        before: '{import}\n',
        after: '# the new server answers with 414 by itself\n',
      },
    },
    group: 'wsgi',
    does: 'What reading the body raises where a chunked request is malformed; a ValueError.',
    say: 'Catch what the input of the new WSGI server raises, or let it answer with 400, 414 or 431 by itself.',
    before: "try:\n    data = environ['wsgi.input'].read()\nexcept {name}:\n    return bad_request(start_response)\n",
    after:
      "try:\n    data = environ['wsgi.input'].read()\nexcept (OSError, ValueError):\n    return bad_request(start_response)\n",
  },
  'eventlet.wsgi.DEFAULT_LOG_FORMAT': {
    also: {
      'eventlet.wsgi.LoggerNull': { does: 'A log that takes nothing down.', before: '{import}\n' },
      'eventlet.wsgi.LoggerFileWrapper': { does: 'A log that writes to a file object.', before: '{import}\n' },
      'eventlet.wsgi.get_logger': { does: 'Makes a log of what server() was given as log=.', before: '{import}\n' },
    },
    group: 'wsgi',
    use: 'logging',
    does: 'How server() writes a line of its access log: address, time, request line, status, length, seconds.',
    say: 'Configure the access log of the new WSGI server, or write it from a middleware with logging.',
    before: 'eventlet.wsgi.server(sock, app, log_format=eventlet.wsgi.DEFAULT_LOG_FORMAT)\n',
    after:
      "def access_log(environ, start_response):\n    LOG.info('%s %s', environ['REQUEST_METHOD'], environ['PATH_INFO'])\n    return app(environ, start_response)\n",
  },
  'eventlet.wsgi.STATE_IDLE': {
    also: {
      'eventlet.wsgi.STATE_REQUEST': { does: 'The state of a connection with a request under way.' },
      'eventlet.wsgi.STATE_CLOSE': { does: 'The state of a connection that is to be closed.' },
      'eventlet.wsgi.is_accepting': {
        does: 'The flag of the accept loop: set to False, server() takes no more connections.',
        before: 'eventlet.wsgi.is_accepting = False\n',
        after: 'server.stop()\n',
      },
    },
    group: 'wsgi',
    does: 'The state of a connection that waits for its next request.',
    say: 'Stop through the graceful shutdown of the new WSGI server: the states and the flag steer the old accept loop only.',
    before: 'if connection[2] == {name}:\n    connection[1].close()\n',
    after: 'server.stop()\n',
  },
  'eventlet.wsgi.BAD_SOCK': {
    also: {
      'eventlet.wsgi.BROKEN_SOCK': { does: 'The error numbers EPIPE and ECONNRESET: the client has gone.' },
      'eventlet.wsgi.ACCEPT_ERRNO': {
        does: 'The error numbers that the accept loop goes on after.',
        after: 'except ConnectionError:\n    pass\n',
      },
      'eventlet.wsgi.ACCEPT_EXCEPTIONS': {
        does: 'The exceptions that the accept loop looks into.',
        before: 'try:\n    connection, address = sock.accept()\nexcept eventlet.wsgi.ACCEPT_EXCEPTIONS:\n    pass\n',
        after: 'try:\n    connection, address = sock.accept()\nexcept OSError:\n    pass\n',
      },
    },
    group: 'wsgi',
    use: 'ConnectionError',
    does: 'The error numbers that say that a socket is no longer open.',
    say: 'Catch ConnectionError (it covers EPIPE and ECONNRESET), or compare exc.errno with the values of errno that matter here.',
    before: 'except OSError as error:\n    if error.errno not in {name}:\n        raise\n',
    after: 'except ConnectionError:\n    pass\n',
  },
  'eventlet.input': {
    also: {
      'eventlet.posthooks': {
        does: 'A key of the WSGI environ: functions that the server calls when it is done with the request.',
        before: "environ['eventlet.posthooks'].append((log_request, (), {}))\n",
        after: 'app = AfterRequest(app, log_request)\n',
      },
      'eventlet.minimum_write_chunk_size': {
        does: 'A key of the WSGI environ: how many bytes of this answer are gathered before they are sent.',
        before: "environ['eventlet.minimum_write_chunk_size'] = 0\n",
        after: '# buffering is the affair of the new server\n',
      },
    },
    group: 'wsgi',
    does: 'A key of the WSGI environ: the Input that reads the body of the request, also where wsgi.input was replaced.',
    say: 'Read wsgi.input, and put what is asked of the server into a middleware: only the server of eventlet sets this key of environ.',
    before: "body = environ['eventlet.input'].read()\n",
    after: "body = environ['wsgi.input'].read()\n",
  },
  'eventlet.wsgi.WSGI_LOCAL': {
    group: 'wsgi',
    does: 'Thread-locals of the server; with already_handled a websocket tells that it has answered on the socket itself.',
    say: 'Keep the flag in environ: with it a handler tells the old server that it has answered on the socket already.',
    before: 'eventlet.wsgi.WSGI_LOCAL.already_handled = True\nreturn []\n',
    after: "environ['app.answered'] = True\nreturn []\n",
  },
  'eventlet.wsgi.format_date_time': {
    why: 'It is a helper of the server that does what a function of the standard library does.',
    safe: 'Always: the text is the same.',
    group: 'wsgi',
    use: 'wsgiref.handlers.format_date_time',
    does: 'Writes a time as the Date header wants it.',
    say: 'Use wsgiref.handlers.format_date_time, or email.utils.formatdate with usegmt=True: all three give the same text.',
    before: "headers.append(('Date', eventlet.wsgi.format_date_time(time.time())))\n",
    after: "headers.append(('Date', wsgiref.handlers.format_date_time(time.time())))\n",
  },
  'eventlet.wsgi.addr_to_host_port': {
    also: {
      'eventlet.wsgi.socket_repr': {
        does: 'Writes the address of a socket for the log.',
        before: "LOG.info('listening on %s', eventlet.wsgi.socket_repr(sock))\n",
        after: "LOG.info('listening on %s', sock.getsockname())\n",
      },
    },
    group: 'wsgi',
    use: 'socket.socket.getsockname',
    does: "Gives host and port of an address; of a Unix socket the word 'unix' and an empty port.",
    say: 'Take host and port from the address tuple, or from sock.getsockname(); a Unix socket has a path there and no port.',
    before: 'host, port = eventlet.wsgi.addr_to_host_port(address)\n',
    after: 'host, port = address[:2]\n',
  },
  'eventlet.websocket.WebSocketWSGI': {
    also: {
      'eventlet.websocket.WebSocket': {
        does: 'One connection in the old protocol of the drafts 75 and 76.',
        before: '{import}\n',
      },
      'eventlet.websocket.RFC6455WebSocket': {
        does: 'One connection in the protocol of RFC 6455: send(), wait() and close().',
        before: '{import}\n',
      },
    },
    group: 'wsgi',
    instead: 'nothing; take a websocket library with threads',
    does: 'Turns a function that talks to a websocket into a WSGI application.',
    say: 'Move to websockets.sync or simple-websocket with a threaded server: each open connection then keeps a thread busy.',
    before:
      '@websocket.WebSocketWSGI\ndef echo(ws):\n    while (message := ws.wait()) is not None:\n        ws.send(message)\n',
    after:
      'def echo(connection):\n    for message in connection:\n        connection.send(message)\n\nwebsockets.sync.server.serve(echo, host, port).serve_forever()\n',
  },
  'eventlet.websocket.ConnectionClosedError': {
    also: {
      'eventlet.websocket.FailedConnectionError': {
        does: 'What is raised where the protocol is broken and the connection has to be closed.',
      },
      'eventlet.websocket.ProtocolError': {
        does: 'What is raised for a frame that the protocol does not allow; a ValueError.',
      },
      'eventlet.websocket.BadRequest': {
        does: 'What is raised where the request that opens a websocket is wrong; it has a status and headers.',
      },
    },
    group: 'wsgi',
    instead: 'nothing; take the exceptions of the new websocket library',
    does: 'What is raised where the client has closed the connection without a word.',
    say: 'Catch the exceptions of the new websocket library: only eventlet.websocket raises this one.',
    before: 'try:\n    message = ws.wait()\nexcept {name}:\n    return\n',
    after: 'try:\n    message = connection.recv()\nexcept websockets.exceptions.WebSocketException:\n    return\n',
  },
  'eventlet.websocket.DEFAULT_MAX_FRAME_LENGTH': {
    also: {
      'eventlet.websocket.ACCEPTABLE_CLIENT_ERRORS': {
        does: 'The error numbers that say that the client has gone.',
        after: 'CLIENT_GONE = {errno.ECONNRESET, errno.EPIPE}\n',
      },
      'eventlet.websocket.PROTOCOL_GUID': {
        does: 'The constant that RFC 6455 has for the handshake.',
        after: '# the handshake is the affair of the new library\n',
      },
      'eventlet.websocket.VALID_CLOSE_STATUS': {
        does: 'The numbers that a connection may be closed with.',
        after: '# the new library checks them\n',
      },
      'eventlet.websocket.utf8validator': {
        does: 'A faster check of UTF-8 from another package, where that is installed.',
        after: '# the new library checks the text\n',
      },
    },
    group: 'wsgi',
    instead: 'nothing; take an option of the new websocket library',
    does: 'How long a frame may be: 8 MiB.',
    say: 'Use the option or constant of the new websocket library: this one belongs to how eventlet speaks the protocol.',
    before: '{import}\n',
    after: 'server = websockets.sync.server.serve(echo, host, port, max_size=8 << 20)\n',
  },
};
