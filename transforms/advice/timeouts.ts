// What to do about time limits that eventlet raises into running code.
export const timeouts = {
  'eventlet.timeout.Timeout': {
    same: ['eventlet.Timeout', 'eventlet.queue.Timeout'],
    say: 'Pass timeout= to the call that blocks, or use Future.result(timeout), which bounds the wait but not the work: no thread can be interrupted.',
  },
  'eventlet.TimeoutError': {
    also: ['eventlet.greenthread.TimeoutError'],
    say: 'Pass timeout= to the call that blocks: this is an old name of Timeout, a BaseException, and not the TimeoutError that Python has built in.',
  },
  'eventlet.timeout.with_timeout': {
    same: ['eventlet.with_timeout'],
    also: ['eventlet.greenthread.with_timeout'],
    say: 'Pass the limit to the called function itself and give timeout_value where it fails; Future.result(timeout) ends the wait, not the work.',
  },
  'eventlet.timeout.is_timeout': {
    same: ['eventlet.is_timeout'],
    use: 'isinstance(obj, TimeoutError)',
    say: 'Write isinstance(obj, TimeoutError) once no eventlet Timeout is left; socket.timeout passes that test only from Python 3.10 on.',
  },
  'eventlet.timeout.wrap_is_timeout': {
    same: ['eventlet.wrap_is_timeout'],
    use: 'TimeoutError',
    say: 'Derive the exception from TimeoutError instead of marking it: nothing but is_timeout() looks at the mark.',
  },
};
