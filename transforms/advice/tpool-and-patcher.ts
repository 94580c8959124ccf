// What to do about the detours into native threads and about monkey patching: what changes last, with the process.
export const tpoolAndPatcher = {
  'eventlet.tpool.execute': {
    use: 'the call itself',
    say: 'Call the function directly once nothing in the process is green: it then runs in the calling thread; before, it would stop the hub.',
  },
  'eventlet.tpool.Proxy': {
    use: 'the wrapped object',
    say: 'Use the wrapped object itself once nothing is green; drop nonblocking= from its calls, and look at setattr, isinstance and copy.',
  },
  'eventlet.tpool.proxy_call': {
    use: 'the call itself',
    say: 'Call the function directly once nothing in the process is green, without the collection of types that comes first.',
  },
  'eventlet.tpool.set_num_threads': {
    also: ['eventlet.tpool.setup', 'eventlet.tpool.killall'],
    say: 'Delete the statement together with the last use of tpool: it sizes, starts or ends its threads, and there are none any more.',
  },
  'eventlet.tpool.tworker': {
    also: [
      'eventlet.tpool.tpool_trampoline',
      'eventlet.tpool.EXC_CLASSES',
      'eventlet.tpool.SYS_EXCS',
      'eventlet.tpool.QUIET',
      'eventlet.tpool._threads',
      'eventlet.tpool._nthreads',
    ],
    say: 'Delete this with the last use of tpool: it is how its threads work inside, and native code has nothing to look at there.',
  },
  'eventlet.tpool.Queue': {
    use: 'queue.Queue',
    say: 'Import Queue from queue once monkey_patch() is gone: this is the unpatched class of the standard library.',
  },
  'eventlet.patcher.monkey_patch': {
    same: ['eventlet.monkey_patch'],
    say: 'Remove this last, when nothing in the process uses eventlet, dependencies included: until then it is what lets converted calls give way.',
  },
  'eventlet.patcher.is_monkey_patched': {
    use: 'False',
    say: 'Keep the branch for False once monkey_patch() is gone; it always answered False for the names threading, queue and ssl.',
  },
  'eventlet.patcher.already_patched': {
    use: 'an empty dict',
    say: 'Take it as empty once monkey_patch() is gone and keep only the branches for that.',
  },
  'eventlet.patcher.original': {
    use: 'the module itself',
    say: 'Import the module by its name once monkey_patch() is gone; as long as it is called, only this gives the unpatched module.',
  },
  'eventlet.patcher.import_patched': {
    same: ['eventlet.import_patched'],
    use: 'importlib.import_module',
    say: 'Import the module as usual once nothing is green: you then share it, where this made a copy with globals and classes of its own.',
  },
  'eventlet.patcher.inject': {
    also: ['eventlet.patcher.patch_function', 'eventlet.patcher.slurp_properties', 'eventlet.patcher.SysModulesSaver'],
    say: 'Delete the module that needs this and import the plain one: it serves only to build green copies of modules.',
  },
  'eventlet.patcher.register_at_fork': {
    use: 'os.register_at_fork',
    say: 'Call os.register_at_fork: it is the same function.',
  },
};
