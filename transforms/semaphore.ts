// eventlet.semaphore.Semaphore → threading.Semaphore.
//
// Constructor, acquire, release and `with` agree; shared/semaphores.ts holds the argument for it and the exceptions.
// Releasing more often than acquiring is allowed on both sides.
import type { Page, Transform } from '../src/transform.ts';
import { proposeSemaphore } from './shared/semaphores.ts';

export const transform: Transform = {
  id: 'semaphore',
  title: 'eventlet.semaphore.Semaphore → threading.Semaphore',
  owns: [{ name: 'eventlet.semaphore.Semaphore', aliases: ['eventlet.Semaphore', 'eventlet.lock.Semaphore'] }],
  propose: (reference) => proposeSemaphore(reference, 'Semaphore'),
  explain: (): Page => ({
    equivalent: 'threading.Semaphore',
    paragraphs: [
      'acquire(blocking, timeout), release() and `with` have the same names, order, defaults and results. A literal timeout=-1 is dropped (eventlet waits for ever, threading would return False at once), and so is the argument of release(), which eventlet ignores. Releasing more often than acquiring is allowed on both sides.',
      'Safe where every use of the object is seen and the count is absent, an int literal or a plain name.',
      'At level review: a count that may not be an int, a timeout that may be negative, a semaphore that leaves sight.',
      'Left to a person: locked(), bounded(), balance, counter, a used result of release(), `with … as`, subclasses.',
    ],
  }),
};
