// What to do about pools of green threads, of objects and of database connections.
export const pools = {
  'eventlet.greenpool.GreenPool': {
    same: ['eventlet.GreenPool'],
    group: 'pools',
    use: 'concurrent.futures.ThreadPoolExecutor',
    does: 'Runs functions in at most so many green threads; spawn() waits while all are busy.',
    say: 'Use ThreadPoolExecutor (max_workers=1000 for no size); submit() never waits for a worker, waitall() is concurrent.futures.wait().',
    before: 'pool = eventlet.GreenPool(64)\nfor job in jobs:\n    pool.spawn_n(run, job)\npool.waitall()\n',
    after:
      'executor = concurrent.futures.ThreadPoolExecutor(max_workers=64)\nfutures = [executor.submit(run, job) for job in jobs]\nconcurrent.futures.wait(futures)\n',
  },
  'eventlet.greenpool.GreenPile': {
    same: ['eventlet.GreenPile'],
    group: 'pools',
    use: 'a list of concurrent.futures.Future',
    does: 'Spawns functions and, when it is iterated, gives their results in the order in which they were spawned.',
    say: 'Submit to an executor, keep the futures in a list and read result() in that order; spawning while iterating needs a new design.',
    before: 'pile = eventlet.GreenPile(16)\nfor url in urls:\n    pile.spawn(fetch, url)\npages = list(pile)\n',
    after:
      'with concurrent.futures.ThreadPoolExecutor(max_workers=16) as executor:\n    futures = [executor.submit(fetch, url) for url in urls]\n    pages = [future.result() for future in futures]\n',
  },
  'eventlet.greenpool.GreenMap': {
    group: 'pools',
    use: 'concurrent.futures.Executor.map',
    does: 'What imap() and starmap() of a GreenPool return: results in order, with few of the inputs read ahead.',
    say: 'Iterate over Executor.map() instead of what imap() returned: it reads all its input first and ends at the first exception.',
    before: 'for page in pool.imap(fetch, urls):\n    parse(page)\n',
    after: 'for page in executor.map(fetch, urls):\n    parse(page)\n',
  },
  'eventlet.greenpool.DEBUG': {
    group: 'pools',
    instead: 'concurrent.futures.Future.add_done_callback',
    does: 'Whether a GreenPool prints the traceback of a function that failed after spawn_n(); it is on.',
    say: 'Log failures in a callback added with Future.add_done_callback(): this switch made a pool print the tracebacks of spawn_n().',
    before: 'eventlet.greenpool.DEBUG = True\npool.spawn_n(run, job)\n',
    after: 'future = executor.submit(run, job)\nfuture.add_done_callback(log_failure)\n',
  },
  'eventlet.pools.Pool': {
    same: ['eventlet.db_pool.Pool'],
    group: 'objects',
    use: 'queue.Queue',
    does: 'Keeps up to max_size objects, makes them when they are first needed, and lets get() wait while all are given out.',
    say: 'Keep free objects in a queue.Queue (LifoQueue for order_as_stack) and count created ones under a lock, or use the pool of their library.',
    before: 'pool = pools.Pool(max_size=4, create=connect)\nwith pool.item() as connection:\n    use(connection)\n',
    after:
      'free = queue.LifoQueue()\nfor _ in range(4):\n    free.put(connect())\n\nconnection = free.get()\ntry:\n    use(connection)\nfinally:\n    free.put(connection)\n',
  },
  'eventlet.pools.TokenPool': {
    also: {
      'eventlet.pools.Token': {
        does: 'The object without any content that a TokenPool gives out.',
        before: 'token = tokens.get()\ntry:\n    fetch(url)\nfinally:\n    tokens.put(token)\n',
      },
    },
    group: 'objects',
    use: 'threading.BoundedSemaphore',
    does: 'A Pool whose objects are mere tokens: it bounds how many may do something at a time.',
    say: 'Enter a threading.BoundedSemaphore(max_size) where pool.item() was entered; the token itself, free() and waiting() go.',
    before: 'tokens = pools.TokenPool(max_size=8)\nwith tokens.item():\n    fetch(url)\n',
    after: 'tokens = threading.BoundedSemaphore(8)\nwith tokens:\n    fetch(url)\n',
  },
  'eventlet.dagpool.DAGPool': {
    group: 'objects',
    use: 'graphlib.TopologicalSorter with an executor',
    does: 'Runs functions by key as soon as the results of the keys that they depend on are there.',
    say: 'Let graphlib.TopologicalSorter say what is ready and submit that to an executor, or keep one Future for each key.',
    before:
      "pool = dagpool.DAGPool()\npool.spawn('image', (), fetch_image)\npool.spawn('guest', ('image',), build_guest)\nguest = pool['guest']\n",
    after:
      'image = executor.submit(fetch_image)\nguest = executor.submit(lambda: build_guest(image.result()))\nguest = guest.result()\n',
  },
  'eventlet.dagpool.Collision': {
    group: 'objects',
    does: 'What DAGPool raises when a key is spawned or posted a second time.',
    say: 'Check for a key that was used before and raise an exception of your own: only DAGPool raises this one.',
    before: 'try:\n    pool.spawn(key, (), build)\nexcept dagpool.Collision:\n    return\n',
    after: 'if key in self._futures:\n    return\nself._futures[key] = executor.submit(build)\n',
  },
  'eventlet.dagpool.PropagateError': {
    group: 'objects',
    use: 'concurrent.futures.Future.exception',
    does: 'What DAGPool gives for a key whose function failed, or depends on one that did; it has the key and the error.',
    say: 'Catch what Future.result() raises: only DAGPool wraps the error of a task that another one depends on.',
    before: "try:\n    guest = pool['guest']\nexcept dagpool.PropagateError as error:\n    LOG.error(error.exc)\n",
    after: "try:\n    guest = self._futures['guest'].result()\nexcept Exception as error:\n    LOG.error(error)\n",
  },
  'eventlet.db_pool.ConnectionPool': {
    same: ['eventlet.db_pool.TpooledConnectionPool'],
    also: {
      'eventlet.db_pool.RawConnectionPool': {
        does: 'A pool of connections of a green database driver, called without native threads.',
        before:
          'pool = db_pool.RawConnectionPool(psycopg2, dsn=dsn, max_size=4)\nwith pool.item() as connection:\n    query(connection)\n',
        after:
          'pool = QueuePool(lambda: psycopg2.connect(dsn), pool_size=4, max_overflow=0)\nconnection = pool.connect()\ntry:\n    query(connection)\nfinally:\n    connection.close()\n',
      },
      'eventlet.db_pool.BaseConnectionPool': {
        does: 'What the pools of database connections derive from: expiry by age and by idle time, clean-up on return.',
        before:
          'class Connections(db_pool.BaseConnectionPool):\n    def create(self):\n        return MySQLdb.connect(**self._kwargs)\n',
        after: 'connections = QueuePool(lambda: MySQLdb.connect(**kwargs), pool_size=4, max_overflow=0)\n',
      },
      'eventlet.db_pool.DatabaseConnector': {
        does: 'Keeps one pool of connections for each host and database, with credentials by host.',
        before: 'connector = db_pool.DatabaseConnector(MySQLdb, credentials)\npool = connector.get(host, name)\n',
        after:
          'if (host, name) not in pools:\n    pools[host, name] = QueuePool(partial(connect, host, name), pool_size=4)\npool = pools[host, name]\n',
      },
    },
    group: 'objects',
    use: 'sqlalchemy.pool.QueuePool',
    does: 'A pool of database connections whose calls run in the native threads of tpool.',
    say: 'Use the pool of the database driver or sqlalchemy.pool.QueuePool; max_age and max_idle get other names, or are left out.',
    before:
      'pool = db_pool.ConnectionPool(MySQLdb, host=host, max_size=4)\nwith pool.item() as connection:\n    query(connection)\n',
    after:
      'pool = QueuePool(lambda: MySQLdb.connect(host=host), pool_size=4, max_overflow=0)\nconnection = pool.connect()\ntry:\n    query(connection)\nfinally:\n    connection.close()\n',
  },
  'eventlet.db_pool.GenericConnectionWrapper': {
    also: {
      'eventlet.db_pool.PooledConnectionWrapper': {
        does: 'A connection of the pool whose close() gives it back instead of closing it.',
        before: 'connection = db_pool.PooledConnectionWrapper(raw, pool)\nconnection.close()\n',
      },
    },
    group: 'objects',
    does: 'Hands every call on to the database connection that it holds.',
    say: 'Work with the connection that the new pool gives out: it goes back on close() there as well, and this wrapper goes.',
    before: 'class Connection(db_pool.GenericConnectionWrapper):\n    pass\n\nconnection = Connection(raw)\n',
    after: 'connection = pool.connect()\nconnection.close()\n',
  },
  'eventlet.db_pool.ConnectTimeout': {
    group: 'objects',
    does: 'What the pool raises when a database does not accept a connection in time.',
    say: 'Catch what the driver or the new pool raises when it cannot connect in time: only db_pool raises this.',
    before: 'try:\n    connection = pool.get()\nexcept db_pool.ConnectTimeout:\n    self.retry()\n',
    after: 'try:\n    connection = pool.connect()\nexcept MySQLdb.OperationalError:\n    self.retry()\n',
  },
  'eventlet.db_pool.cleanup_rollback': {
    group: 'objects',
    use: 'connection.rollback',
    does: 'Rolls back what is open on a connection before it goes back into the pool.',
    say: 'Call connection.rollback() before giving the connection back; most pools do so by themselves.',
    before: 'db_pool.cleanup_rollback(connection)\n',
    after: 'connection.rollback()\n',
  },
};
