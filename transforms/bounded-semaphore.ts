// eventlet.semaphore.BoundedSemaphore → threading.BoundedSemaphore.
//
// Constructor, acquire, release and `with` agree; shared/semaphores.ts holds the argument for it and the exceptions.
// Releasing beyond the initial count raises the same ValueError on both sides.
import type { Transform } from '../src/transform.ts';
import { proposeSemaphore, SEMAPHORE_WAITS, semaphorePage, semaphoreWork } from './shared/semaphores.ts';

export const transform: Transform = {
  id: 'bounded-semaphore',
  title: 'eventlet.semaphore.BoundedSemaphore → threading.BoundedSemaphore',
  instead: 'threading.BoundedSemaphore',
  owns: [{ name: 'eventlet.semaphore.BoundedSemaphore', aliases: ['eventlet.BoundedSemaphore'] }],
  position: 410,
  waits: SEMAPHORE_WAITS,
  propose: (reference) => proposeSemaphore(reference, 'BoundedSemaphore'),
  work: [semaphoreWork('bounded-semaphore', 'BoundedSemaphore')],
  explain: () =>
    semaphorePage('BoundedSemaphore', 'Releasing beyond the initial count raises the same ValueError on both sides.'),
};
