// What to do about the event loop, what looks into it, and the small helpers around it.
export const hubsAndDebug = {
  'eventlet.hubs.use_hub': {
    say: 'Delete the statement, and EVENTLET_HUB from the environment, once nothing in the process is green: there is no hub to choose.',
  },
  'eventlet.hubs.get_hub': {
    same: ['eventlet.queue.get_hub', 'eventlet.timeout.get_hub'],
    use: 'threading.Timer, or threading.Condition',
    say: 'Write schedule_call_*() as a daemon threading.Timer, and switch() as a wait on a threading.Condition or Event.',
  },
  'eventlet.hubs.trampoline': {
    same: ['eventlet.greenio.base.trampoline', 'eventlet.greenio.py3.trampoline'],
    use: 'select.select, or selectors',
    say: 'Wait for the descriptor with select.select() or selectors and a timeout, and raise where it comes back empty, as timeout_exc did.',
  },
  'eventlet.hubs.notify_close': {
    same: ['eventlet.greenio.py3.notify_close'],
    say: 'Delete the call: no hub has to be told that a descriptor was closed.',
  },
  'eventlet.hubs.notify_opened': {
    same: ['eventlet.greenio.base.notify_opened', 'eventlet.greenio.py3.notify_opened'],
    say: 'Delete the call: no hub has to be told that a descriptor number is in use again.',
  },
  'eventlet.hubs.IOClosed': {
    same: ['eventlet.greenio.base.IOClosed', 'eventlet.greenio.py3.IOClosed'],
    use: 'OSError',
    say: 'Catch OSError, or ValueError from a closed file object: only the hub raises this when a descriptor is closed during a wait.',
  },
  'eventlet.hubs.HubError': {
    also: ['eventlet.hubs.get_default_hub', 'eventlet.hubs.builtin_hub_names', 'eventlet.hubs.builtin_hub_modules'],
    say: 'Delete this with the choice of a hub: native threads have none.',
  },
  'eventlet.hubs.timer.Timer': {
    same: ['eventlet.db_pool.Timer'],
    also: ['eventlet.hubs.timer.LocalTimer'],
    use: 'threading.Timer',
    say: 'Use a threading.Timer with daemon = True set before start(): a timer of the hub runs only while there is a hub.',
  },
  'eventlet.hubs.hub.BaseHub': {
    same: ['eventlet.hubs.pyevent.BaseHub'],
    also: [
      'eventlet.hubs.epolls.Hub',
      'eventlet.hubs.poll.Hub',
      'eventlet.hubs.selects.Hub',
      'eventlet.hubs.kqueue.Hub',
      'eventlet.hubs.pyevent.Hub',
      'eventlet.hubs.asyncio.Hub',
    ],
    use: 'selectors.DefaultSelector',
    say: 'Drive your own loop with selectors or asyncio if it needs one: with native threads the operating system does the scheduling.',
  },
  'eventlet.hubs.hub': {
    also: [
      'eventlet.hubs.timer',
      'eventlet.hubs.epolls',
      'eventlet.hubs.poll',
      'eventlet.hubs.selects',
      'eventlet.hubs.kqueue',
      'eventlet.hubs.pyevent',
      'eventlet.hubs.asyncio',
    ],
    say: 'Delete what looks into this module of the hub: with native threads nothing takes its place.',
  },
  'eventlet.debug.spew': {
    also: ['eventlet.debug.unspew', 'eventlet.debug.Spew'],
    use: 'sys.settrace',
    say: 'Trace with sys.settrace() and threading.settrace(), or with python -m trace; switch off with sys.settrace(None).',
  },
  'eventlet.debug.format_hub_listeners': {
    also: ['eventlet.debug.format_hub_timers'],
    use: 'faulthandler.dump_traceback',
    say: 'Dump the stacks of all threads with faulthandler.dump_traceback() or sys._current_frames(): there are no listeners or timers to list.',
  },
  'eventlet.debug.format_threads_info': {
    also: ['eventlet.debug.format_asyncio_info'],
    use: 'threading.enumerate, or asyncio.all_tasks',
    say: 'List threading.enumerate() and, where a loop runs, asyncio.all_tasks().',
  },
  'eventlet.debug.hub_exceptions': {
    also: ['eventlet.debug.tpool_exceptions'],
    use: 'threading.excepthook',
    say: 'Delete the statement; threading.excepthook prints what a thread raises, and a Future keeps it until result() is read.',
  },
  'eventlet.debug.hub_blocking_detection': {
    use: 'faulthandler.dump_traceback_later',
    say: 'Delete the statement: a call that blocks holds up its own thread only; faulthandler.dump_traceback_later() helps against hangs.',
  },
  'eventlet.debug.hub_prevent_multiple_readers': {
    say: 'Delete the statement, and give each socket one reader: two native threads may read from the same socket without any error.',
  },
  'eventlet.debug.hub_listener_stacks': {
    also: ['eventlet.debug.hub_timer_stacks'],
    say: 'Delete the statement: it makes the hub remember where its listeners and timers came from.',
  },
  'eventlet.backdoor.backdoor_server': {
    also: ['eventlet.backdoor.backdoor', 'eventlet.backdoor.SocketConsole', 'eventlet.backdoor.FileProxy'],
    use: 'code.InteractiveConsole',
    say: 'Drop it, or run a code.InteractiveConsole over a socket in a thread; sys.stdout cannot be swapped for one thread alone.',
  },
  'eventlet.support.get_errno': {
    same: [
      'eventlet.backdoor.get_errno',
      'eventlet.greenio.base.get_errno',
      'eventlet.greenio.py3.get_errno',
      'eventlet.websocket.get_errno',
    ],
    use: 'exc.errno',
    say: 'Read exc.errno of the OSError that was caught; for other exceptions this fell back to exc.args[0], or None.',
  },
  'eventlet.support.bytes_to_str': {
    use: 'bytes.decode',
    say: 'Write value.decode(encoding), with ascii where no encoding was given: decode() takes UTF-8 by default.',
  },
  'eventlet.support.wrap_deprecated': {
    use: 'warnings.warn',
    say: 'Warn with warnings.warn(message, DeprecationWarning) in the old name, or mark it with warnings.deprecated from Python 3.13 on.',
  },
  'eventlet.support.clear_sys_exc_info': {
    same: ['eventlet.hubs.hub.clear_sys_exc_info'],
    say: 'Delete the call: it does nothing on Python 3.',
  },
  'eventlet.support.PY33': { use: 'False', say: 'Delete the branch: it is for Python 3.3 alone.' },
  'eventlet.support.psycopg2_patcher': {
    also: ['eventlet.support.psycopg2_patcher.make_psycopg_green'],
    say: 'Delete the call once nothing is green: the callback that it gives to psycopg2 makes every query wait on the hub.',
  },
  'eventlet.support.pylib': {
    also: ['eventlet.support.stacklesss', 'eventlet.support.stacklesspypys'],
    say: 'Delete the import: it emulates greenlet on interpreters that no longer exist.',
  },
  'eventlet.greenlet': { say: 'Import greenlet by its own name if something still needs it: native threads do not.' },
  'eventlet.zipkin': {
    say: 'Instrument with OpenTelemetry: this traces by patching eventlet, so that nothing is left to trace.',
  },
  'eventlet.version_info': {
    also: ['eventlet.__version__'],
    say: 'Delete the check together with the code that depends on the version of eventlet.',
  },
  'eventlet.EventletDeprecationWarning': { say: 'Delete the filter: only eventlet itself gives this warning.' },
};
