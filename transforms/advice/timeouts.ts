// What to do about time limits that eventlet raises into running code.
export const timeouts = {
  'eventlet.timeout.Timeout': {
    same: ['eventlet.Timeout', 'eventlet.queue.Timeout'],
    group: 'timeout-simulated',
    instead: 'the timeout of the call that waits',
    does: 'A timer that raises itself, or another exception, in the green thread that made it, wherever that waits when the time is up.',
    say: 'Pass timeout= to the call that blocks, or use Future.result(timeout), which bounds the wait but not the work: no thread can be interrupted.',
    before: 'with eventlet.Timeout(limit):\n    reply = self._replies.get()\n',
    after:
      "try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    raise TimeoutError('no reply within %s seconds' % limit) from None\n",
  },
  'eventlet.TimeoutError': {
    also: {
      'eventlet.greenthread.TimeoutError': {
        does: 'A deprecated wrapper of Timeout that was left in greenthread; not the exception that Python has built in.',
        before: 'with greenthread.TimeoutError(limit):\n    reply = self._replies.get()\n',
      },
    },
    group: 'timeout-simulated',
    instead: 'the timeout of the call that waits',
    does: 'The old name of Timeout, as a class of its own that warns when it is made; not the exception that Python has built in.',
    say: 'Pass timeout= to the call that blocks: this is an old name of Timeout, a BaseException, and not the TimeoutError that Python has built in.',
    before: 'with eventlet.TimeoutError(limit):\n    reply = self._replies.get()\n',
    after:
      'try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    raise TimeoutError() from None\n',
  },
  'eventlet.timeout.with_timeout': {
    same: ['eventlet.with_timeout'],
    also: {
      'eventlet.greenthread.with_timeout': {
        does: 'A deprecated wrapper of with_timeout that was left in greenthread.',
        before: 'reply = greenthread.with_timeout(limit, self._replies.get, timeout_value=None)\n',
      },
    },
    group: 'timeout-call',
    instead: 'the timeout of the function that is called',
    does: 'Calls a function under a Timeout and gives timeout_value when the time is up, where one is given; else Timeout is raised.',
    say: 'Pass the limit to the called function itself and give timeout_value where it fails; Future.result(timeout) ends the wait, not the work.',
    before: 'reply = eventlet.with_timeout(limit, self._replies.get, timeout_value=None)\n',
    after: 'try:\n    reply = self._replies.get(timeout=limit)\nexcept queue.Empty:\n    reply = None\n',
  },
  'eventlet.timeout.is_timeout': {
    same: ['eventlet.is_timeout'],
    group: 'timeout-caught',
    use: 'isinstance(obj, TimeoutError)',
    does: 'Tells whether an exception stands for a timeout: a Timeout, the built-in TimeoutError, or anything that has a true attribute is_timeout.',
    say: 'Write isinstance(obj, TimeoutError) once no eventlet Timeout is left; socket.timeout passes that test only from Python 3.10 on.',
    before: 'if eventlet.is_timeout(error):\n    self.retry()\n',
    after: 'if isinstance(error, TimeoutError):\n    self.retry()\n',
  },
  'eventlet.timeout.wrap_is_timeout': {
    same: ['eventlet.wrap_is_timeout'],
    group: 'timeout-caught',
    use: 'TimeoutError',
    does: 'Marks a class of exceptions, or what a function returns, so that is_timeout() is true of it.',
    say: 'Derive the exception from TimeoutError instead of marking it: nothing but is_timeout() looks at the mark.',
    before: '@eventlet.timeout.wrap_is_timeout\nclass LockNotFree(Exception):\n    pass\n',
    after: 'class LockNotFree(TimeoutError):\n    pass\n',
  },
};
