// A made-up library, `lib`, with one transform for each thing that the contract can say: so that the engine is tested for it
// before, and apart from, the transforms of the real library that will need it.

import type { Plan } from '../../src/plan/plan.ts';
import { register } from '../../src/project/symbol-owners.ts';
import { advise, becomes, NOTHING, Problem, policyKey, replace, use } from '../../src/transform.ts';
import { ASKING } from './asking-transforms.ts';
import { BLOCKS } from './block-transforms.ts';
import { COMPOSING } from './composing-transforms.ts';
import { HELPED } from './helper-transforms.ts';
import { IMPORTING } from './import-transforms.ts';
import { LEVELLED } from './level-transforms.ts';
import { LINES } from './line-transforms.ts';
import { made } from './made-transform.ts';
import { type Files, type House, planWith } from './plan.ts';

/** The rest of the library: all that is manual. */
const rest = made({
  id: 'rest',
  owns: [{ name: 'lib.Limit' }, { name: 'lib.launch' }, { name: 'lib.patch_all' }],
  roots: ['lib'],
  limits: ['lib.Limit'],
  runs: [{ name: 'launch', argument: 1 }],
  patching: {
    name: 'lib.patch_all',
    groups: [
      { id: 'pauses', reported: true, bindsObjects: false },
      { id: 'gates', reported: true, bindsObjects: true },
      { id: 'files', reported: false, bindsObjects: false },
    ],
    covers: (given) => ({ pauses: 'yes', gates: given.length > 0 ? 'no' : 'yes', files: 'no' }),
  },
  propose: ({ name }) => advise(`${name} is manual.`),
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
  propose(reference) {
    const own = reference.ownStatement();
    return own
      ? { kind: 'proposal', level: 'safe', title: 'tick() → dropped', becomes: NOTHING, changes: [own.remove()] }
      : advise('It is part of something.');
  },
});

/** What `lib.pause(0)` becomes, which only lets others run. */
const TURNS = policyKey('turns', 'whether turns are kept', (written) =>
  written === 'keep' || written === 'drop' ? written : new Problem('`turns` must be "keep" or "drop"'),
);

/** `lib.pause(n)` → `time.sleep(n)`, and `lib.pause(0)` as the project says. */
const pause = made({
  id: 'pause',
  owns: [{ name: 'lib.pause' }],
  position: 10,
  keys: [TURNS],
  variants: [
    {
      id: 'turn',
      shows: 'pause(0)',
      does: 'It gives a turn.',
      counted: 'give turns',
      waits: false,
      apartWith: 'turns',
    },
  ],
  waits: ['()'],
  propose(reference, policy) {
    const { call, span } = reference;
    const own = reference.ownStatement();
    if (!call) return advise('It is not called.');
    const turn = call.arguments[0]?.value.number === 0;
    const shared = { kind: 'proposal', level: 'safe', ...(turn ? { variant: 'turn' } : {}) } as const;
    if (turn && TURNS.of(policy) === 'drop' && own)
      return { ...shared, title: 'pause(0) → dropped', becomes: NOTHING, changes: [own.remove()] };
    return {
      ...shared,
      title: 'pause → time.sleep',
      relies: ['pauses'],
      becomes: becomes('time.sleep'),
      changes: [replace(span, use('time.sleep'))],
    };
  },
});

/** `lib.Gate()` → `threading.Event()`, where all of its uses are seen. */
const gate = made({
  id: 'gate',
  owns: [{ name: 'lib.Gate' }],
  position: 5,
  waits: ['pass_through'],
  propose(reference) {
    if (reference.role !== 'call') return advise('It is not made here.');
    const { uses, escapes, constructions } = reference.follow();
    if (escapes.length > 0) return advise('It is used out of sight.');
    if (constructions.some((each) => each.atImport)) return advise('It is made too early.');
    return {
      kind: 'proposal',
      level: 'safe',
      title: 'Gate → threading.Event',
      relies: ['gates'],
      becomes: becomes('threading.Event'),
      changes: [
        ...constructions.map((each) => replace(each.span, use('threading.Event'))),
        ...uses.map((each) => replace(each.nameSpan, 'wait')),
      ],
    };
  },
});

/** The transforms of the made-up library. */
export const libRegistry = register([
  rest,
  nap,
  snooze,
  start,
  tick,
  pause,
  gate,
  ...COMPOSING,
  ...LINES,
  ...BLOCKS,
  ...HELPED,
  ...LEVELLED,
  ...ASKING,
  ...IMPORTING,
]);

/** A plan over files that use the made-up library. */
export function planOfLib(files: Files, house: House = {}): Plan {
  return planWith(libRegistry, files, house);
}
