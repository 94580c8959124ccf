// eventlet.semaphore.BoundedSemaphore → threading.BoundedSemaphore.
//
// Constructor, acquire, release and `with` agree; shared/semaphores.ts holds the argument for it and the exceptions.
// Releasing beyond the initial count raises the same ValueError on both sides.
import type { Page, Transform } from '../src/transform.ts';
import { proposeSemaphore } from './shared/semaphores.ts';

export const transform: Transform = {
  id: 'bounded-semaphore',
  title: 'eventlet.semaphore.BoundedSemaphore → threading.BoundedSemaphore',
  owns: [{ name: 'eventlet.semaphore.BoundedSemaphore', aliases: ['eventlet.BoundedSemaphore'] }],
  propose: (reference) => proposeSemaphore(reference, 'BoundedSemaphore'),
  explain: (): Page => ({
    equivalent: 'threading.BoundedSemaphore',
    paragraphs: [
      'acquire(blocking, timeout), release() and `with` have the same names, order, defaults and results. A literal timeout=-1 is dropped (eventlet waits for ever, threading would return False at once), and so is the argument of release(), which eventlet ignores. Releasing beyond the initial count raises the same ValueError on both sides.',
      'Safe where every use of the object is seen and the count is absent, an int literal or a plain name.',
      'At level review: a count that may not be an int, a timeout that may be negative, a semaphore that leaves sight.',
      'Left to a person: locked(), bounded(), balance, counter, a used result of release(), `with … as`, subclasses.',
    ],
  }),
};
