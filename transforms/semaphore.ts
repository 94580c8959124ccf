// eventlet.semaphore.Semaphore → threading.Semaphore.
//
// Constructor, acquire, release and `with` agree; shared/semaphores.ts holds the argument for it and the exceptions.
// Releasing more often than acquiring is allowed on both sides.
import type { Transform } from '../src/transform.ts';
import { proposeSemaphore, SEMAPHORE_WAITS, semaphorePage, semaphoreWork } from './shared/semaphores.ts';

export const transform: Transform = {
  id: 'semaphore',
  title: 'eventlet.semaphore.Semaphore → threading.Semaphore',
  instead: 'threading.Semaphore',
  owns: [{ name: 'eventlet.semaphore.Semaphore', aliases: ['eventlet.Semaphore', 'eventlet.lock.Semaphore'] }],
  position: 400,
  waits: SEMAPHORE_WAITS,
  propose: (reference) => proposeSemaphore(reference, 'Semaphore'),
  work: [semaphoreWork('semaphore', 'Semaphore')],
  explain: () => semaphorePage('Semaphore', 'Releasing more often than acquiring is allowed on both sides.'),
};
