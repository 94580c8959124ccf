// What to do about pools of green threads, of objects and of database connections.
export const pools = {
  'eventlet.greenpool.GreenPool': {
    same: ['eventlet.GreenPool'],
    use: 'concurrent.futures.ThreadPoolExecutor',
    say: 'Use ThreadPoolExecutor, with max_workers=1000 for no size; submit() never waits for a free worker, and waitall() is concurrent.futures.wait().',
  },
  'eventlet.greenpool.GreenPile': {
    same: ['eventlet.GreenPile'],
    use: 'a list of concurrent.futures.Future',
    say: 'Submit to an executor, keep the futures in a list and read result() in that order; spawning while iterating needs a new design.',
  },
  'eventlet.greenpool.GreenMap': {
    use: 'concurrent.futures.Executor.map',
    say: 'Iterate over Executor.map() instead of what imap() returned: it reads all its input first and ends at the first exception.',
  },
  'eventlet.greenpool.DEBUG': {
    say: 'Log failures in a callback added with Future.add_done_callback(): this switch made a pool print the tracebacks of spawn_n().',
  },
  'eventlet.pools.Pool': {
    same: ['eventlet.db_pool.Pool'],
    use: 'queue.Queue',
    say: 'Keep free objects in a queue.Queue (LifoQueue for order_as_stack) and count created ones under a lock, or use the pool of their library.',
  },
  'eventlet.pools.TokenPool': {
    also: ['eventlet.pools.Token'],
    use: 'threading.BoundedSemaphore',
    say: 'Enter a threading.BoundedSemaphore(max_size) where pool.item() was entered; the token itself, free() and waiting() go.',
  },
  'eventlet.dagpool.DAGPool': {
    use: 'graphlib.TopologicalSorter with an executor',
    say: 'Let graphlib.TopologicalSorter say what is ready and submit that to an executor, or keep one Future for each key.',
  },
  'eventlet.dagpool.Collision': {
    say: 'Check for a key that was used before and raise an exception of your own: only DAGPool raises this one.',
  },
  'eventlet.dagpool.PropagateError': {
    use: 'concurrent.futures.Future.exception',
    say: 'Catch what Future.result() raises: only DAGPool wraps the error of a task that another one depends on.',
  },
  'eventlet.db_pool.ConnectionPool': {
    same: ['eventlet.db_pool.TpooledConnectionPool'],
    also: [
      'eventlet.db_pool.RawConnectionPool',
      'eventlet.db_pool.BaseConnectionPool',
      'eventlet.db_pool.DatabaseConnector',
    ],
    use: 'sqlalchemy.pool.QueuePool',
    say: 'Use the pool of the database driver or sqlalchemy.pool.QueuePool; max_age and max_idle get other names, or are left out.',
  },
  'eventlet.db_pool.GenericConnectionWrapper': {
    also: ['eventlet.db_pool.PooledConnectionWrapper'],
    say: 'Work with the connection that the new pool gives out: it goes back on close() there as well, and this wrapper goes.',
  },
  'eventlet.db_pool.ConnectTimeout': {
    say: 'Catch what the driver or the new pool raises when it cannot connect in time: only db_pool raises this.',
  },
  'eventlet.db_pool.cleanup_rollback': {
    use: 'connection.rollback',
    say: 'Call connection.rollback() before giving the connection back; most pools do so by themselves.',
  },
};
