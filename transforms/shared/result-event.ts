// The class that a project may have written into it, where an event carries a value: the standard library has none that a
// wait with a timeout, a reset and a second look at the result all fit. Same methods, same results, same errors.
//
// Each send belongs to one outcome object, and reset() puts a new one in its place: who waited before the reset still gets
// what was sent, as in eventlet. threading is looked up when an event is made, so it cooperates while the process is patched.
import type { Section } from '../../src/transform.ts';

export const RESULT_EVENT: Section = {
  provides: ['ResultEvent'],
  methods: {
    ResultEvent: [
      'send',
      'send_exception',
      'wait',
      'ready',
      'reset',
      'poll',
      'poll_result',
      'poll_exception',
      'has_result',
      'has_exception',
    ],
  },
  needs: [],
  imports: ['threading'],
  why: 'The standard library has no class for an event that carries a value.',
  text: `class _Outcome:
    """What was sent, once it was."""

    def __init__(self):
        self.sent = threading.Event()
        self.result = None
        self.exception = None


class ResultEvent:
    """Hands one value, or one exception, to everyone who waits for it.

    wait() returns what send() was given, or None after a timeout; after
    send_exception() it raises. To send twice is an error, unless reset()
    came between.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._outcome = _Outcome()

    def send(self, result=None, exc=None):
        if exc is not None and not isinstance(exc, tuple):
            exc = (exc,)
        with self._lock:
            outcome = self._outcome
            if outcome.sent.is_set():
                raise AssertionError('the event was sent already')
            outcome.result = result
            if exc is not None:
                outcome.exception = _made(exc)
            outcome.sent.set()

    def send_exception(self, *args):
        """Take an exception, or type, value and traceback."""
        self.send(None, args)

    def wait(self, timeout=None):
        return _received(self._outcome, timeout)

    def ready(self):
        return self._outcome.sent.is_set()

    def has_result(self):
        outcome = self._outcome
        return outcome.sent.is_set() and outcome.exception is None

    def has_exception(self):
        return self._outcome.exception is not None

    def poll(self, notready=None):
        return self.wait() if self.ready() else notready

    def poll_result(self, notready=None):
        return self.wait() if self.has_result() else notready

    def poll_exception(self, notready=None):
        return self.wait() if self.has_exception() else notready

    def reset(self):
        with self._lock:
            if not self._outcome.sent.is_set():
                raise AssertionError('there is nothing to reset')
            self._outcome = _Outcome()


def _received(outcome, timeout):
    if not outcome.sent.wait(timeout):
        return None
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.result


def _made(args):
    """Give the exception; or the error of making it, so that no one hangs."""
    try:
        return _exception(*args)
    except Exception as error:
        return error


def _exception(kind, value=None, traceback=None):
    if isinstance(kind, BaseException) and value is None:
        value = kind
    elif not isinstance(kind, type):
        raise TypeError('it takes an exception, or a class and a value')
    elif not isinstance(value, kind):
        if value is None:
            value = ()
        value = kind(*value) if isinstance(value, tuple) else kind(value)
    return value if traceback is None else value.with_traceback(traceback)
`,
};
