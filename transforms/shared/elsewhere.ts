// What becomes of uses of an object in other files. One that is certainly of the object and has no equivalent leaves the
// object to a person, as the rewrite would break it; one that only may be of it is named.
import type { ElsewhereUse, Fate, Value } from '../../src/transform.ts';
import type { Decision } from './decision.ts';

/** The use means the same of the new object. */
export const SAME: Fate = { kind: 'same' };

/** The use is broken by the rewrite. */
export function stays(why: string): Fate {
  return { kind: 'stays', why };
}

/** Leaves the object to a person where a use that is certainly of it would break. */
export function decideElsewhere(value: Value, fateOf: (use: ElsewhereUse) => Fate, decision: Decision): void {
  for (const use of value.elsewhere) {
    const fate = use.certain ? fateOf(use) : SAME;
    if (fate.kind === 'stays')
      decision.manual(
        `${use.path}:${use.line} uses \`${use.text}\`: ${fate.why}.`,
        'another file uses what it will not have',
      );
  }
}
