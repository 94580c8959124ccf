// What to do about the locks, queues and counters that have no transform of their own.
export const locksAndQueues = {
  'eventlet.event.NOT_USED': {
    use: 'threading.Event.is_set',
    say: 'Ask is_set(), or done() of a Future, instead of comparing with the mark of an Event that nothing was sent to.',
  },
  'eventlet.semaphore.CappedSemaphore': {
    same: ['eventlet.CappedSemaphore'],
    use: 'queue.Queue',
    say: 'Use a queue.Queue(limit) of tokens, get to acquire and put to release: its release waits at the limit, where BoundedSemaphore raises.',
  },
  'eventlet.lock.Lock': {
    use: 'threading.Lock',
    say: 'Use threading.Lock() without argument, drop timeout=None from acquire; counter, balance and the True that release() returned go.',
  },
  'eventlet.queue.Queue': {
    same: ['eventlet.Queue'],
    use: 'queue.Queue',
    say: 'Use queue.Queue and drop a size of None; size 0 made put() wait for a getter and now means unbounded, and getting, putting and resize go.',
  },
  'eventlet.queue.PriorityQueue': {
    use: 'queue.PriorityQueue',
    say: 'Use queue.PriorityQueue and drop a size of None; size 0 made put() wait for a getter and now means unbounded.',
  },
  'eventlet.queue.LifoQueue': {
    use: 'queue.LifoQueue',
    say: 'Use queue.LifoQueue and drop a size of None; size 0 made put() wait for a getter and now means unbounded.',
  },
  'eventlet.queue.Empty': {
    same: ['eventlet.tpool.Empty'],
    use: 'queue.Empty',
    say: 'Import Empty from queue: it is the very same class.',
  },
  'eventlet.queue.Full': { use: 'queue.Full', say: 'Import Full from queue: it is the very same class.' },
  'eventlet.queue.Waiter': {
    also: ['eventlet.queue.ItemWaiter'],
    use: 'threading.Condition',
    say: 'Wait on a threading.Condition, or hand the value over in a Future: this class switches between greenlets by hand.',
  },
  'eventlet.coros.metaphore': {
    use: 'concurrent.futures.wait',
    say: 'Wait for a list of futures with concurrent.futures.wait(), or keep the counter under a threading.Condition.',
  },
};
