// What to do about sockets, servers and name resolution.
export const network = {
  'eventlet.convenience.listen': {
    same: ['eventlet.listen'],
    use: 'socket.create_server',
    say: 'Use socket.create_server(addr, backlog=50, reuse_port=True), without reuse_port for port 0; several workers may share a port through it.',
  },
  'eventlet.convenience.connect': {
    same: ['eventlet.connect'],
    use: 'socket.create_connection',
    say: 'Use socket.create_connection(addr), with source_address= for bind=; it may choose IPv6, and other families need a socket of their own.',
  },
  'eventlet.convenience.serve': {
    same: ['eventlet.serve'],
    use: 'socketserver.ThreadingTCPServer',
    say: 'Use socketserver.ThreadingTCPServer, or accept in a loop that submits to an executor behind a semaphore of the same size.',
  },
  'eventlet.convenience.StopServe': {
    same: ['eventlet.StopServe'],
    use: 'socketserver.BaseServer.shutdown',
    say: 'Call shutdown() on the server, or set a threading.Event that the accept loop looks at: only serve() understands this exception.',
  },
  'eventlet.convenience.wrap_ssl': {
    same: ['eventlet.wrap_ssl'],
    also: ['eventlet.convenience.wrap_ssl_impl'],
    use: 'ssl.SSLContext.wrap_socket',
    say: 'Make an ssl.SSLContext, load the certificates, decide about verification and call its wrap_socket(): ssl.wrap_socket left Python in 3.12.',
  },
  'eventlet.convenience.ReuseRandomPortWarning': {
    also: ['eventlet.convenience.ReusePortUnavailableWarning'],
    say: 'Delete the filter or handler: only listen() of eventlet gives this warning.',
  },
  'eventlet.greenio.GreenSocket': {
    same: ['eventlet.greenio.base.GreenSocket'],
    use: 'socket.socket',
    say: 'Use the socket itself after setblocking(True): wrapping it had made the one below non-blocking.',
  },
  'eventlet.greenio.GreenPipe': {
    same: ['eventlet.greenio.py3.GreenPipe'],
    also: ['eventlet.greenio.py3.GreenFileIO', 'eventlet.greenio.base.greenpipe_doc'],
    use: 'open, or os.fdopen',
    say: 'Open the path or descriptor with open() or os.fdopen(), with the descriptor blocking again; a read then holds up its own thread only.',
  },
  'eventlet.greenio.shutdown_safe': {
    same: ['eventlet.greenio.base.shutdown_safe'],
    use: 'socket.socket.shutdown',
    say: 'Call sock.shutdown(socket.SHUT_RDWR) and pass over an OSError with errno ENOTCONN or EBADF, as this did.',
  },
  'eventlet.greenio.set_nonblocking': {
    same: ['eventlet.greenio.base.set_nonblocking', 'eventlet.greenio.py3.set_nonblocking'],
    use: 'socket.socket.setblocking',
    say: 'Delete it where threads do the waiting; where a selector does, write sock.setblocking(False).',
  },
  'eventlet.greenio.base.socket_connect': {
    also: [
      'eventlet.greenio.base.socket_accept',
      'eventlet.greenio.base.socket_checkerr',
      'eventlet.greenio.base.CONNECT_ERR',
      'eventlet.greenio.base.CONNECT_SUCCESS',
      'eventlet.greenio.base.SOCKET_BLOCKING',
      'eventlet.greenio.base.SOCKET_CLOSED',
      'eventlet.greenio.base.BUFFER_SIZE',
    ],
    say: 'Call connect() or accept() on a blocking socket and catch OSError: this belongs to how GreenSocket waits inside.',
  },
  'eventlet.greenio.base.socket_timeout': {
    use: 'socket.timeout',
    say: 'Catch socket.timeout: it is the same class, and from Python 3.10 on another name of TimeoutError.',
  },
  'eventlet.support.greendns': {
    use: 'socket.getaddrinfo and its neighbours',
    say: 'Call the function of that name in socket; the system resolver then follows nsswitch, and resolve() or getaliases() need a DNS library.',
  },
  'eventlet.wsgi.server': {
    say: 'Move to a WSGI server with threads, such as cheroot, waitress or gunicorn; log format, limits and graceful stop are set up anew there.',
  },
  'eventlet.wsgi.Server': {
    also: [
      'eventlet.wsgi.HttpProtocol',
      'eventlet.wsgi.Input',
      'eventlet.wsgi.FileObjectForHeaders',
      'eventlet.wsgi.new',
    ],
    say: 'Build on the hooks of the new WSGI server, or on middleware: this is the inside of the old server and goes with it.',
  },
  'eventlet.wsgi.MAX_HEADER_LINE': {
    also: [
      'eventlet.wsgi.MAX_REQUEST_LINE',
      'eventlet.wsgi.MAX_TOTAL_HEADER_SIZE',
      'eventlet.wsgi.MINIMUM_CHUNK_SIZE',
      'eventlet.wsgi.DEFAULT_MAX_SIMULTANEOUS_REQUESTS',
      'eventlet.wsgi.DEFAULT_MAX_HTTP_VERSION',
    ],
    say: 'Set the limit by the option that the new WSGI server has for it: assigning to this module changes nothing there.',
  },
  'eventlet.wsgi.ChunkReadError': {
    also: ['eventlet.wsgi.HeaderLineTooLong', 'eventlet.wsgi.HeadersTooLarge', 'eventlet.wsgi.RESPONSE_414'],
    say: 'Catch what the input of the new WSGI server raises, or let it answer with 400, 414 or 431 by itself.',
  },
  'eventlet.wsgi.DEFAULT_LOG_FORMAT': {
    also: ['eventlet.wsgi.LoggerNull', 'eventlet.wsgi.LoggerFileWrapper', 'eventlet.wsgi.get_logger'],
    use: 'logging',
    say: 'Configure the access log of the new WSGI server, or write it from a middleware with logging.',
  },
  'eventlet.wsgi.STATE_IDLE': {
    also: ['eventlet.wsgi.STATE_REQUEST', 'eventlet.wsgi.STATE_CLOSE', 'eventlet.wsgi.is_accepting'],
    say: 'Stop through the graceful shutdown of the new WSGI server: the states and the flag steer the old accept loop only.',
  },
  'eventlet.wsgi.BAD_SOCK': {
    also: ['eventlet.wsgi.BROKEN_SOCK', 'eventlet.wsgi.ACCEPT_ERRNO', 'eventlet.wsgi.ACCEPT_EXCEPTIONS'],
    use: 'ConnectionError',
    say: 'Catch ConnectionError (it covers EPIPE and ECONNRESET), or compare exc.errno with the values of errno that matter here.',
  },
  'eventlet.wsgi.WSGI_LOCAL': {
    say: 'Keep the flag in environ: with it a handler tells the old server that it has answered on the socket already.',
  },
  'eventlet.wsgi.format_date_time': {
    use: 'wsgiref.handlers.format_date_time',
    say: 'Use wsgiref.handlers.format_date_time, or email.utils.formatdate(timestamp, usegmt=True): all three give the same text.',
  },
  'eventlet.wsgi.addr_to_host_port': {
    also: ['eventlet.wsgi.socket_repr'],
    use: 'socket.socket.getsockname',
    say: 'Take host and port from the address tuple, or from sock.getsockname(); a Unix socket has a path there and no port.',
  },
  'eventlet.websocket.WebSocketWSGI': {
    also: ['eventlet.websocket.WebSocket', 'eventlet.websocket.RFC6455WebSocket'],
    say: 'Move to websockets.sync or simple-websocket with a threaded server: each open connection then keeps a thread busy.',
  },
  'eventlet.websocket.ConnectionClosedError': {
    also: [
      'eventlet.websocket.FailedConnectionError',
      'eventlet.websocket.ProtocolError',
      'eventlet.websocket.BadRequest',
    ],
    say: 'Catch the exceptions of the new websocket library: only eventlet.websocket raises this one.',
  },
  'eventlet.websocket.DEFAULT_MAX_FRAME_LENGTH': {
    also: [
      'eventlet.websocket.ACCEPTABLE_CLIENT_ERRORS',
      'eventlet.websocket.PROTOCOL_GUID',
      'eventlet.websocket.VALID_CLOSE_STATUS',
      'eventlet.websocket.utf8validator',
    ],
    say: 'Use the option or constant of the new websocket library: this one belongs to how eventlet speaks the protocol.',
  },
};
