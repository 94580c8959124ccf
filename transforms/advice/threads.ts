// What to do about green threads, thread-locals and the handles that spawning returns.
export const threads = {
  'eventlet.spawn': {
    same: ['eventlet.greenthread.spawn'],
    use: 'threading.Thread, or concurrent.futures.Executor.submit',
    say: 'Start a daemon threading.Thread, or submit to an executor where the result is awaited; it runs at once and in parallel, not at the next yield.',
  },
  'eventlet.spawn_n': {
    same: ['eventlet.greenthread.spawn_n'],
    use: 'threading.Thread',
    say: 'Start a daemon threading.Thread; it runs at once and in parallel, and a SystemExit raised in it no longer reaches the main thread.',
  },
  'eventlet.spawn_after': {
    same: ['eventlet.greenthread.spawn_after'],
    use: 'threading.Timer',
    say: 'Use a threading.Timer with daemon = True set before start(); cancel() keeps its meaning, but there is no result to wait for.',
  },
  'eventlet.greenthread.spawn_after_local': {
    use: 'threading.Timer',
    say: 'Keep a threading.Timer in a variable and cancel it in a finally block: the call has to be dropped when the thread that asked for it ends.',
  },
  'eventlet.greenthread.call_after_global': {
    also: ['eventlet.call_after_global'],
    use: 'threading.Timer',
    say: 'Use a threading.Timer with daemon = True set before start(); the name was deprecated long ago in favour of spawn_after.',
  },
  'eventlet.greenthread.call_after_local': {
    same: ['eventlet.greenthread.call_after'],
    use: 'threading.Timer',
    say: 'Keep a threading.Timer and cancel it in a finally block: eventlet dropped the call when the green thread that asked for it had ended.',
  },
  'eventlet.greenthread.exc_after': {
    also: ['eventlet.exc_after'],
    say: 'Pass a timeout to the call that blocks: nothing can raise an exception into a running native thread after a delay.',
  },
  'eventlet.kill': {
    same: ['eventlet.greenthread.kill'],
    say: 'Give the worker a threading.Event as stop flag and let it wait on that instead of sleeping: a native thread cannot be killed.',
  },
  'eventlet.greenthread.cancel': {
    use: 'threading.Timer.cancel, or concurrent.futures.Future.cancel',
    say: 'Cancel a threading.Timer, or a Future that is still queued: a threading.Thread has started already and cannot be called off.',
  },
  'eventlet.getcurrent': {
    same: [
      'eventlet.greenthread.getcurrent',
      'eventlet.support.greenlets.getcurrent',
      'eventlet.queue.getcurrent',
      'eventlet.greenlet.getcurrent',
    ],
    use: 'threading.current_thread',
    say: 'As an identity use threading.current_thread() or threading.get_ident(); pool tasks share a thread, and parent, throw and switch have no equal.',
  },
  'eventlet.greenthread.GreenThread': {
    same: ['eventlet.db_pool.GreenThread'],
    use: 'concurrent.futures.Future, or threading.Thread',
    say: 'Name what the handle is for: concurrent.futures.Future where a result is awaited, threading.Thread as an identity; kill, link and throw go.',
  },
  'eventlet.support.greenlets.GreenletExit': {
    same: ['eventlet.greenlet.GreenletExit', 'eventlet.greenthread.GreenletExit'],
    say: 'Delete the handler once kill() has become a stop flag: nothing raises this exception in a native thread.',
  },
  'eventlet.support.greenlets.greenlet': {
    same: ['eventlet.greenlet.greenlet'],
    say: 'Turn hand-written switching into a threading.Thread or a generator, or import greenlet itself if that is what the code is about.',
  },
  'eventlet.support.greenlets.preserves_excinfo': {
    use: 'True',
    say: 'Drop the test and keep its true branch: it asks whether greenlet is at least 0.3.2.',
  },
  'eventlet.corolocal.local': {
    same: ['eventlet.wsgi.local', 'eventlet.green.thread._local', 'eventlet.green.threading.local'],
    use: 'threading.local',
    say: 'Use threading.local, made after monkey_patch() while that is called; pool workers carry its values from one task into the next.',
  },
  'eventlet.corolocal.get_ident': {
    use: 'threading.get_ident',
    say: 'Use threading.get_ident(): also an opaque integer, and also reused once a thread has ended.',
  },
  'eventlet.asyncio.spawn_for_awaitable': {
    use: 'asyncio.run_coroutine_threadsafe',
    say: 'Run an asyncio loop in a thread of its own and hand the coroutine to asyncio.run_coroutine_threadsafe(), or await it where a loop runs.',
  },
};
