// The work that eventlet leaves to a person, group by group in the order in which it is planned: how each is solved, and
// what the pages of all names in a group have in common.
const GUIDE = 'https://eventlet.readthedocs.io/en/latest/asyncio/migration.html';
const MODULES = 'https://eventlet.readthedocs.io/en/latest/modules';
const PYTHON = 'https://docs.python.org/3/library';

const PARALLEL =
  'A native thread starts at once and runs in parallel. Statements between two yields were atomic and are so no longer: a counter that is read and written back, or a check that is acted upon, needs a lock.';

const LIMIT = {
  why: 'It raises an exception from outside into code that waits. No native thread can be interrupted like that, so the limit has to be kept by the call that waits.',
  safe: [
    'Never as a rename.',
    'A body that is one call with a timeout of its own can hand the limit to it, and catches what that call raises.',
  ],
  look: 'Timeout is a BaseException: `except Exception` does not catch it, and does catch what replaces it. Code that never gave way was never interrupted. Future.result(timeout=…) ends the wait, not the work.',
  references: [`${MODULES}/timeout.html`, `${PYTHON}/exceptions.html#TimeoutError`, GUIDE],
};

export const work = [
  {
    id: 'monkey-patch',
    area: 'Monkey patching and entry points',
    title: 'Where the process is patched, and where code asks about it',
    draft:
      'Leave every monkey_patch() where it is until nothing in the process is green, dependencies included: it is what lets converted calls give way. Then delete it in one patch, together with its guards, the environment variables around it and the branches for a patched process.',
    example: {
      before: 'import eventlet\neventlet.monkey_patch()\n\nfrom app import service\n\nservice.main()\n',
      after: 'from app import service\n\nservice.main()\n',
    },
    why: 'It replaces modules of the standard library for the whole process, so no single file shows whether it may go.',
    safe: 'Only when nothing in the process uses eventlet any more, in your code and in what it imports: then it goes in one step with tpool, patcher, hubs and debug.',
    look: 'Entry points, test base classes and conftest.py patch too, each for a process of its own. Where something green is left, removing the patch makes every converted wait stop all green threads; leaving it in a finished process keeps native code green.',
    references: [
      'https://eventlet.readthedocs.io/en/latest/patching.html',
      GUIDE,
      'degreen scan, under "where the process is patched"',
    ],
  },
  {
    id: 'wsgi',
    area: 'WSGI servers and sockets',
    title: 'WSGI servers, their inner parts, and websockets',
    draft:
      'Choose one WSGI server with threads (cheroot, waitress, gunicorn --threads, or uwsgi and mod_wsgi around the application) and run the same application object under it. Socket, pool and server change in one patch; limits, log format and graceful stop move to the options of the new server.',
    example: {
      before:
        "sock = eventlet.listen(('', port), backlog=128)\neventlet.wsgi.server(sock, app, custom_pool=eventlet.GreenPool(100))\n",
      after: "server = cheroot.wsgi.Server(('', port), app, numthreads=100)\nserver.start()\n",
    },
    why: 'The standard library has no production WSGI server, and no other one has the same options, limits, log lines and way to stop.',
    safe: [
      'Never as a rename.',
      'The application object can stay as it is where it keeps nothing per request outside environ, as requests now run in parallel.',
    ],
    look: 'Each open connection keeps a worker thread busy, so idle keep-alive connections and websockets decide the number of threads. Compare limits of header and URL length, chunked input, the access log, TLS, and what a stop does to requests under way.',
    references: [`${MODULES}/wsgi.html`, 'https://peps.python.org/pep-3333/', `${PYTHON}/wsgiref.html`],
  },
  {
    id: 'sockets',
    area: 'WSGI servers and sockets',
    title: 'Listening sockets, green sockets and pipes',
    draft:
      'Make sockets with socket.create_server() and socket.create_connection(), open pipes as plain files, and leave descriptors blocking. Spell SO_REUSEPORT and the backlog of 50 out: listen() sets both by default, and several workers may share a port through them.',
    example: {
      before: "sock = eventlet.listen(('', port))\n",
      after: "sock = socket.create_server(('', port), backlog=50, reuse_port=True)\n",
    },
    why: 'The defaults differ from those of the standard library, and a green socket has made the descriptor below it non-blocking.',
    safe: 'Where the address is IPv4, reuse_port and backlog are spelled out, and the socket is blocking again: then the same bytes travel.',
    look: 'Who else has the descriptor and expects it non-blocking; several workers on one port; errors that a helper of eventlet passed over in silence.',
    references: [`${PYTHON}/socket.html#socket.create_server`, `${PYTHON}/socket.html#socket.create_connection`],
  },
  {
    id: 'spawn-forget',
    area: 'Green threads and pools',
    title: 'spawn() whose result nobody reads',
    draft:
      'Start a threading.Thread with daemon=True: green threads end with the main one, and so do daemon threads. Where such calls come in numbers, submit to one executor with a fixed number of workers instead.',
    example: {
      before: 'eventlet.spawn_n(self._report, host)\n',
      after: 'threading.Thread(target=self._report, args=(host,), daemon=True).start()\n',
    },
    why: 'The calls look alike, but when the function runs, beside what, and what ends it are different, and no single place shows whether that matters.',
    safe: 'Where the function shares nothing unlocked with others, does not count on its caller to go on first, and may be cut off at exit.',
    look: `${PARALLEL} The tuple of one argument needs its comma. A SystemExit raised inside ends the thread alone; thousands of threads cost memory, so bound their number.`,
    references: [
      `${PYTHON}/threading.html#threading.Thread`,
      `${MODULES}/greenthread.html`,
      'degreen explain eventlet.greenpool.GreenPool',
    ],
  },
  {
    id: 'spawn-wait',
    area: 'Green threads and pools',
    title: 'spawn() whose handle is kept: wait(), link(), dead',
    draft:
      'Submit to an executor and keep the Future: wait() becomes result(), dead becomes done(), link(f) becomes add_done_callback(f). Give the executor as many workers as tasks may wait for each other.',
    example: {
      before:
        'threads = [eventlet.spawn(fetch, host) for host in hosts]\nresults = [thread.wait() for thread in threads]\n',
      after:
        'with concurrent.futures.ThreadPoolExecutor(max_workers=32) as executor:\n    futures = [executor.submit(fetch, host) for host in hosts]\n    results = [future.result() for future in futures]\n',
    },
    why: 'What replaces the handle depends on what is done with it: a Future has results, a Thread has an identity, and neither can be killed.',
    safe: 'Where only wait(), dead and link() are used and the tasks do not rely on the order in which they start.',
    look: `${PARALLEL} A failed green thread prints its traceback, a Future keeps the error until result() is read. Workers are reused, so thread-locals and context variables of one task are seen by the next.`,
    references: [
      `${PYTHON}/concurrent.futures.html#concurrent.futures.Future`,
      `${MODULES}/greenthread.html`,
      'degreen explain eventlet.spawn',
    ],
  },
  {
    id: 'spawn-later',
    area: 'Green threads and pools',
    title: 'Calls after a delay: spawn_after() and similar calls',
    draft:
      'Use a threading.Timer, set daemon = True before start(), and keep it where it is cancelled. A sleep in front of a thread start is not the same: it holds up the caller.',
    example: {
      before: 'timer = eventlet.spawn_after(30, self._expire, key)\n',
      after: 'timer = threading.Timer(30, self._expire, args=(key,))\ntimer.daemon = True\ntimer.start()\n',
    },
    why: 'A Timer is a thread: it has no result, runs in parallel with what started it, and holds up the exit of the process unless it is a daemon.',
    safe: 'Where the handle is only cancelled, or not kept at all, and the delay is not negative.',
    look: 'Code that waits for the result; timers that are restarted often, each of which is a thread now; a delay that is a difference and may fall below zero.',
    references: [`${PYTHON}/threading.html#threading.Timer`, `${MODULES}/greenthread.html`],
  },
  {
    id: 'spawn-kill',
    area: 'Green threads and pools',
    title: 'Ending green threads from outside: kill(), cancel(), GreenletExit',
    draft:
      'Give the worker a threading.Event as stop flag, let it wait on that instead of sleeping, and set it where kill() was called; join() where the caller has to know that it ended. Handlers of GreenletExit then go.',
    example: {
      before:
        'def loop(self):\n    while True:\n        eventlet.sleep(60)\n        self.report()\n\ndef stop(self):\n    self._thread.kill()\n',
      after:
        'def loop(self):\n    while not self._stopping.wait(60):\n        self.report()\n\ndef stop(self):\n    self._stopping.set()\n    self._thread.join()\n',
    },
    why: 'Nothing can raise an exception into a native thread that waits, so the worker has to be asked and must look.',
    safe: 'Never as a rename. It is done when each worker looks at its flag often enough and no call in it blocks without a timeout.',
    look: 'Clean-up that ran because GreenletExit passed through finally and with; waits without a timeout, which the flag cannot reach; a cancel() that only ever met calls which had not started.',
    references: [`${PYTHON}/threading.html#threading.Event`, `${MODULES}/greenthread.html`],
  },
  {
    id: 'pools',
    area: 'Green threads and pools',
    title: 'GreenPool and GreenPile',
    draft:
      'Make one ThreadPoolExecutor with max_workers written out (GreenPool has 1000 by default, an executor far fewer), keep the futures, and wait for them where waitall() was. Put a semaphore around submit() where a full pool held the producer back.',
    example: {
      before: 'pool = eventlet.GreenPool(64)\nfor job in jobs:\n    pool.spawn_n(run, job)\npool.waitall()\n',
      after:
        'executor = concurrent.futures.ThreadPoolExecutor(max_workers=64)\nfutures = [executor.submit(run, job) for job in jobs]\nconcurrent.futures.wait(futures)\n',
    },
    why: 'An executor accepts work without limit where a pool makes the producer wait, and it has no free(), running() or waitall().',
    safe: 'Where only spawn, spawn_n, waitall and imap over an input that ends are used, and no task submits to the same pool and waits for it.',
    look: `${PARALLEL} Tasks that wait for others of the same pool deadlock when all workers wait. Errors of futures that nobody reads are silent: log them in a done callback. map() reads all its input first and stops at the first error.`,
    references: [
      `${PYTHON}/concurrent.futures.html#concurrent.futures.ThreadPoolExecutor`,
      `${MODULES}/greenpool.html`,
    ],
  },
  {
    id: 'tpool',
    area: 'tpool',
    title: 'Detours into native threads',
    draft:
      'Call the function, and use the object, directly, in the patch that ends the green process and not before: as long as there is a hub, the direct call stops it. set_num_threads() and similar calls are deleted with the last use.',
    example: {
      before: 'domain = tpool.Proxy(connection.lookupByName(name))\ntpool.execute(os.sync)\n',
      after: 'domain = connection.lookupByName(name)\nos.sync()\n',
    },
    why: 'It exists to keep blocking calls from stopping the hub. Without a hub each thread may block, but until then the detour is needed.',
    safe: [
      'Only once nothing in the process is green.',
      'A proxy that is used for method calls alone can then become the object itself.',
    ],
    look: 'The call runs in the calling thread now: libraries that tie a connection or a handle to a thread see another one. A proxy hides setattr, isinstance and copy from the object, and takes nonblocking= out of calls.',
    references: ['https://eventlet.readthedocs.io/en/latest/threading.html', 'degreen explain eventlet.monkey_patch'],
  },
  {
    id: 'timeout-with',
    area: 'Timeout',
    title: 'A with block around a wait',
    draft:
      'Give the limit to the call that waits: timeout= of get(), wait(), result(), join() and communicate(), settimeout() of a socket, timeout= of a connection. Where the body waits more than once, take deadline = time.monotonic() + limit first and pass each wait what is left. Raise TimeoutError where a wait comes back empty, and change the handler in the same patch.',
    example: {
      before: 'with eventlet.Timeout(limit):\n    reply = self._replies.get()\n',
      after:
        "try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    raise TimeoutError('no reply within %s seconds' % limit) from None\n",
    },
    ...LIMIT,
  },
  {
    id: 'timeout-exception',
    area: 'Timeout',
    title: 'A with block that raises an exception of its own',
    draft:
      'Wait with a timeout and raise the same exception where the wait comes back empty: handlers can stay. A generator that yields inside the block counts the time of its consumer too, so decide whether that was meant, and check a deadline after each step where it was.',
    example: {
      before: 'with eventlet.Timeout(limit, CellTimeout):\n    reply = self._replies.get()\n',
      after:
        'try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    raise CellTimeout() from None\n',
    },
    ...LIMIT,
  },
  {
    id: 'timeout-silent',
    area: 'Timeout',
    title: 'A silent limit: exception=False',
    draft:
      'Nothing is raised when the time is up, the block just ends. Wait with the timeout and go on whatever it returns; give names that the rest of the block sets a value before it, as it may not be reached.',
    example: {
      before: 'with eventlet.Timeout(limit, False):\n    self._done.wait()\n',
      after: 'self._done.wait(timeout=limit)\n',
    },
    ...LIMIT,
  },
  {
    id: 'timeout-cancel',
    area: 'Timeout',
    title: 'A timer that is kept: cancel(), pending, or passed on',
    draft:
      'It limits what runs between its start, which is when it is made, and cancel(). Pass the limit to what waits there and delete the timer; where the way runs through several functions, hand on a deadline (time.monotonic() + limit) instead. One that is never cancelled goes off later, wherever the green thread then is: that was a bug.',
    example: {
      before: 'timer = eventlet.Timeout(limit)\ntry:\n    connection.connect()\nfinally:\n    timer.cancel()\n',
      after: 'connection.connect(timeout=limit)\n',
    },
    ...LIMIT,
  },
  {
    id: 'timeout-call',
    area: 'Timeout',
    title: 'with_timeout(): one call under a limit',
    draft:
      'Pass the limit to the function that is called, and give timeout_value where it comes back empty; without a timeout_value raise TimeoutError. A function that cannot take a limit goes to an executor: Future.result(timeout=limit) ends the wait, and the work runs on.',
    example: {
      before: 'reply = eventlet.with_timeout(limit, self._replies.get, timeout_value=None)\n',
      after: 'try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    reply = None\n',
    },
    ...LIMIT,
  },
  {
    id: 'timeout-caught',
    area: 'Timeout',
    title: 'Caught by except, or asked for',
    draft:
      'Change it with the limit that it catches: name what the wait raises then (TimeoutError, queue.Empty, subprocess.TimeoutExpired; before Python 3.11 also concurrent.futures.TimeoutError). Those are Exceptions: an except Exception above, or between the wait and here, takes them first. While both kinds can arrive, name both.',
    example: {
      before: "try:\n    self._wait_for_events(limit)\nexcept eventlet.Timeout:\n    LOG.warning('No event in time')\n",
      after: "try:\n    self._wait_for_events(limit)\nexcept TimeoutError:\n    LOG.warning('No event in time')\n",
    },
    ...LIMIT,
  },
  {
    id: 'timeout-beside',
    area: 'Timeout',
    title: 'Caught beside Exception',
    draft:
      'It is named because it is a BaseException and `except Exception` does not catch it. Leave these lines until the last limit that can reach them raises an Exception; then drop the name, which changes nothing any more.',
    example: {
      before: "except (Exception, eventlet.Timeout):\n    LOG.exception('Cannot update the peer')\n",
      after: "except Exception:\n    LOG.exception('Cannot update the peer')\n",
    },
    ...LIMIT,
  },
  {
    id: 'timeout-subclass',
    area: 'Timeout',
    title: 'Classes that derive from Timeout',
    draft:
      'Derive from TimeoutError, so that `with` on the class no longer starts a timer. Each `with` of such a class is a limit like those above and is not listed here: look for the name of the class, solve those first, and change the base last.',
    example: {
      before: 'class LockTimeout(eventlet.Timeout):\n    pass\n',
      after: 'class LockTimeout(TimeoutError):\n    pass\n',
    },
    ...LIMIT,
  },
  {
    id: 'timeout-simulated',
    area: 'Timeout',
    title: 'Raised, mocked or expected by hand, as tests do',
    draft:
      'These stand for a limit that runs out: change them with the code that they are about, to the exception that its wait raises then. One that is made without seconds starts no timer.',
    example: {
      before: 'mock_wait.side_effect = eventlet.Timeout()\nself.assertRaises(eventlet.Timeout, self.compute.wait)\n',
      after: 'mock_wait.side_effect = TimeoutError()\nself.assertRaises(TimeoutError, self.compute.wait)\n',
    },
    ...LIMIT,
  },
  {
    id: 'queues',
    area: 'Locks, queues and locals',
    title: 'Queue, PriorityQueue, LifoQueue and their exceptions',
    draft:
      'Take the class of the same name from queue. Drop a size of None; look at every size that may be 0, as that is a channel whose put() waits for a getter there and "no limit" here. Empty and Full are the very same classes.',
    example: {
      before: 'from eventlet import queue\n\njobs = queue.Queue(None)\n',
      after: 'import queue\n\njobs = queue.Queue()\n',
    },
    why: 'The names are the same and the sizes are not: 0 and None mean other things in the standard library.',
    safe: [
      'Where the size is absent or a positive number, and only put, get, their nowait forms, qsize, empty, full, join and task_done are used.',
      'Empty and Full are always safe.',
    ],
    look: 'getting(), putting(), resize() and a maxsize that is read; negative timeouts, which raise ValueError; qsize() and empty(), which are only a hint between native threads.',
    references: [`${PYTHON}/queue.html`, `${MODULES}/queue.html`, 'degreen explain light-queue'],
  },
  {
    id: 'locks',
    area: 'Locks, queues and locals',
    title: 'Locks and counters without a twin',
    draft:
      'Decide by what it guards: threading.Lock where one at a time may enter, a queue of tokens where both ends wait, concurrent.futures.wait() where a counter counts tasks down.',
    example: {
      before: 'guard = eventlet.lock.Lock()\nguard.acquire(timeout=None)\n',
      after: 'guard = threading.Lock()\nguard.acquire()\n',
    },
    why: 'Each of them can do one thing that the class of the nearest name cannot, and whether that one thing is used decides.',
    safe: 'A Lock that is only acquired, released and used with `with` is threading.Lock; the others need a look at every use.',
    look: 'counter and balance, the True that release() returns, a timeout of None, and a release that waits at the upper limit.',
    references: [`${PYTHON}/threading.html#lock-objects`, `${MODULES}/semaphore.html`, 'degreen explain semaphore'],
  },
  {
    id: 'identity',
    area: 'Locks, queues and locals',
    title: 'Thread-locals and the identity of the current thread',
    draft:
      'Use threading.local and threading.current_thread() or get_ident(). As long as monkey_patch() is called, make locals after it; where tasks run in pools, reset at the start of each task what must not be carried over.',
    example: {
      before: 'store = eventlet.corolocal.local()\nowner = eventlet.getcurrent()\n',
      after: 'store = threading.local()\nowner = threading.current_thread()\n',
    },
    why: 'A green thread is made for one task and forgotten; a worker of a pool runs many, and each sees what the last one left.',
    safe: 'Where each task has a thread of its own, and the current thread is only compared or used as a key.',
    look: 'Workers that are reused; attributes of a greenlet (parent, throw, switch, dead); identifiers, which are given again once a thread has ended.',
    references: [`${PYTHON}/threading.html#thread-local-data`, `${MODULES}/corolocal.html`],
  },
  {
    id: 'green-modules',
    area: 'Green modules',
    title: 'Modules of eventlet.green',
    draft:
      'Import the module of the standard library that it copies. In a process with monkey_patch() that is green as well; without it, change these files last, together with what runs in them.',
    example: {
      before: 'from eventlet.green import socket\nfrom eventlet.green import subprocess\n',
      after: 'import socket\nimport subprocess\n',
    },
    why: 'It is a copy whose blocking calls let other green threads run. The plain module does that only where the process is patched, which the file does not show.',
    safe: 'Where the process calls monkey_patch() for that module before this one is used, or where no green threads run in it any more.',
    look: 'Files that are green without monkey_patch(): there the plain import stops the hub. Classes are others than those of the plain module, so isinstance and except may answer differently.',
    references: ['https://eventlet.readthedocs.io/en/latest/patching.html', 'degreen explain eventlet.monkey_patch'],
  },
  {
    id: 'patcher',
    area: 'Patcher, hubs and debugging',
    title: 'Unpatched and patched copies of modules',
    draft:
      'Import the module by its name in the patch that removes monkey_patch(), and not before: until then original() is the only way to a native lock, thread or socket.',
    example: {
      before: "native_threading = patcher.original('threading')\n",
      after: 'import threading\n',
    },
    why: 'What the plain import gives depends on whether the process is patched, and here the other one is wanted.',
    safe: 'Only once nothing patches the process: then both are the same module.',
    look: 'Copies have globals and classes of their own, so state that was apart is shared afterwards.',
    references: ['https://eventlet.readthedocs.io/en/latest/patching.html', 'degreen explain eventlet.monkey_patch'],
  },
  {
    id: 'hubs',
    area: 'Patcher, hubs and debugging',
    title: 'The hub: choosing it, and scheduling by hand',
    draft:
      'Delete the choice of a hub with monkey_patch(). Write schedule_call_*() as a daemon threading.Timer, trampoline() as select.select() or a selector with a timeout, and switch() as a wait on an Event or Condition.',
    example: {
      before: 'hubs.trampoline(sock, read=True, timeout=5)\n',
      after: 'ready, _, _ = select.select([sock], [], [], 5)\nif not ready:\n    raise TimeoutError()\n',
    },
    why: 'The hub is the loop that green threads run in. Native threads are scheduled by the operating system, so there is nothing to talk to.',
    safe: 'Choosing a hub is deleted with the last green thread. Scheduling by hand needs a new design.',
    look: 'EVENTLET_HUB in service files and containers; callbacks that relied on running in the thread of the hub, without locks.',
    references: ['https://eventlet.readthedocs.io/en/latest/hubs.html', `${PYTHON}/selectors.html`],
  },
  {
    id: 'debug',
    area: 'Patcher, hubs and debugging',
    title: 'Switches and tools for looking into the hub',
    draft:
      'Delete the switches. For a process that hangs use faulthandler (dump_traceback_later, register on a signal); for tracebacks of threads threading.excepthook.',
    example: {
      before: 'eventlet.debug.hub_exceptions(True)\neventlet.debug.hub_prevent_multiple_readers(False)\n',
      after: 'faulthandler.register(signal.SIGUSR1)\n',
    },
    why: 'They describe or tune the hub, and do nothing for native threads.',
    safe: 'A switch that is a statement of its own can be deleted once nothing in the process is green.',
    look: 'Operators may rely on what is printed: say in the release note what replaces it.',
    references: [`${PYTHON}/faulthandler.html`, `${MODULES}/debug.html`],
  },
  {
    id: 'objects',
    area: 'Pools of objects, and helpers',
    title: 'Pools of objects and connections, and DAGPool',
    draft:
      'Use the pool of the library whose objects are kept (SQLAlchemy, the driver, an HTTP session). Where there is none, keep free objects in a queue.LifoQueue and count the created ones under a lock.',
    example: {
      before:
        'pool = eventlet.pools.Pool(max_size=4, create=connect)\nwith pool.item() as connection:\n    use(connection)\n',
      after:
        'free = queue.LifoQueue()\nfor _ in range(4):\n    free.put(connect())\n\nconnection = free.get()\ntry:\n    use(connection)\nfinally:\n    free.put(connection)\n',
    },
    why: 'The standard library has no pool of objects, and what is pooled decides which other one fits.',
    safe: 'Never as a rename. A pool of tokens that is only entered with `with` is a threading.BoundedSemaphore.',
    look: 'Objects that belong to the thread that made them; resize(), free() and waiting(); the age after which connections are dropped.',
    references: [`${PYTHON}/queue.html#queue.LifoQueue`, `${MODULES}/pools.html`],
  },
  {
    id: 'helpers',
    area: 'Pools of objects, and helpers',
    title: 'Small helpers, versions and greenlet itself',
    draft:
      'Replace each by the line of the standard library that it stands for, or delete it: most are for interpreters that no longer exist.',
    example: {
      before: 'if get_errno(error) == errno.EPIPE:\n    return\n',
      after: 'if error.errno == errno.EPIPE:\n    return\n',
    },
    why: 'They are parts of eventlet that happened to be importable, and keep the dependency alive.',
    safe: 'Where only the value is used, the line of the standard library does the same.',
    look: 'What the helper did in odd cases: other types, None, other encodings.',
    references: [GUIDE, 'degreen explain eventlet'],
  },
  {
    id: 'modules',
    area: 'Pools of objects, and helpers',
    title: 'Whole modules: passed on, mocked, looked into, or imported without use',
    draft:
      'See what is reached through the module, decide that by its own page, and mock or pass what replaces it. A mock of eventlet.x that stays after the code has changed replaces nothing, and the test goes on passing. An import that nothing here uses is deleted where no other file relies on it.',
    example: {
      before: "@mock.patch.object(service.eventlet, 'spawn_n')\n",
      after: "@mock.patch.object(service.threading, 'Thread')\n",
    },
    why: 'What is used of the module is decided elsewhere, so no rewrite here can be right by itself.',
    safe: 'When every name that is reached through it has been replaced, and the mock or argument changes in the same patch.',
    look: 'Tests that pass although their mock replaces nothing any more; getattr() with a computed name.',
    references: [GUIDE, 'degreen explain'],
  },
];
