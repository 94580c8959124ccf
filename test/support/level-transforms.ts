// Transforms of the made-up library that have more, or less, to say of a rewrite than that it is safe.
import { advise, becomes, NOTHING, replace, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** `lib.guess(n)` → `time.sleep(n)`, as a draft: nobody has shown that it is the same. */
const guess = made({
  id: 'guess',
  owns: [{ name: 'lib.guess' }],
  propose: ({ role, span }) =>
    role === 'call'
      ? {
          kind: 'proposal',
          level: 'draft',
          title: 'guess(n) → time.sleep(n)',
          note: 'See that nobody interrupts it.',
          becomes: becomes('time.sleep'),
          changes: [replace(span, use('time.sleep'))],
        }
      : advise('It is not called.'),
});

/** `lib.hunch(x)` → `None`, as a draft that leaves nothing of what it holds. */
const hunch = made({
  id: 'hunch',
  owns: [{ name: 'lib.hunch' }],
  propose: ({ call }) =>
    call
      ? {
          kind: 'proposal',
          level: 'draft',
          title: 'hunch(x) → None',
          note: 'See that nobody needs it.',
          becomes: NOTHING,
          changes: [replace(call.span, 'None')],
        }
      : advise('It is not called.'),
});

/** The transforms of this file. */
export const LEVELLED = [guess, hunch];
