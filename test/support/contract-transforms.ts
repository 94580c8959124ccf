// A made-up library, `lib`, with one transform for each thing that the contract can say: so that the engine is tested for it
// before, and apart from, the transforms of the real library that will need it.

import type { Plan } from '../../src/plan/plan.ts';
import { register } from '../../src/project/symbol-owners.ts';
import { advise, becomes, NOTHING, replace, use } from '../../src/transform.ts';
import { COMPOSING } from './composing-transforms.ts';
import { made } from './made-transform.ts';
import { type Files, type House, planWith } from './plan.ts';

/** The rest of the library: all that is left to a person. */
const rest = made({
  id: 'rest',
  owns: [],
  roots: ['lib'],
  propose: ({ name }) => advise(`${name} is left to a person.`),
});

/** `lib.nap(n)` → `time.sleep(n)`: the plainest rewrite. */
const nap = made({
  id: 'nap',
  owns: [{ name: 'lib.nap' }],
  propose: ({ role, span }) =>
    role === 'call'
      ? {
          kind: 'proposal',
          level: 'safe',
          title: 'nap(n) → time.sleep(n)',
          becomes: becomes('time.sleep'),
          changes: [replace(span, use('time.sleep'))],
        }
      : advise('It is not called.'),
});

/** `lib.snooze(n)` → `time.sleep(n)`, written as one piece: the call as a whole is replaced, and keeps its meaning. */
const snooze = made({
  id: 'snooze',
  owns: [{ name: 'lib.snooze' }],
  propose: ({ call }) =>
    call
      ? {
          kind: 'proposal',
          level: 'safe',
          title: 'snooze(n) → time.sleep(n)',
          becomes: becomes('time.sleep'),
          changes: [replace(call.span, use('time.sleep'), `(${call.arguments[0]?.value.text})`)],
        }
      : advise('It is not called.'),
});

/** `lib.start(f)` → `threading.Timer(0, f).start()`: the call has another form. */
const start = made({
  id: 'start',
  owns: [{ name: 'lib.start' }],
  propose: ({ call }) =>
    call
      ? {
          kind: 'proposal',
          level: 'safe',
          title: 'start(f) → threading.Timer',
          becomes: becomes('threading.Timer', 'other', 'what is started is its second argument'),
          changes: [replace(call.span, use('threading.Timer'), `(0, ${call.arguments[0]?.value.text}).start()`)],
        }
      : advise('It is not called.'),
});

/** `lib.tick()` as a statement goes. */
const tick = made({
  id: 'tick',
  owns: [{ name: 'lib.tick' }],
  propose: ({ withoutStatement }) =>
    withoutStatement
      ? { kind: 'proposal', level: 'safe', title: 'tick() → dropped', becomes: NOTHING, changes: [withoutStatement] }
      : advise('It is part of something.'),
});

/** The transforms of the made-up library. */
export const libRegistry = register([rest, nap, snooze, start, tick, ...COMPOSING]);

/** A plan over files that use the made-up library. */
export function planOfLib(files: Files, house: House = {}): Plan {
  return planWith(libRegistry, files, house);
}
