// What a call of monkey_patch(**on) patches, by its arguments as eventlet 0.33 reads them: all, unless `all` says otherwise
// or something is switched on by name; then only that. A value that is no literal is not known here, and is not guessed.
import type { Argument, Coverage, Covered, Expression, Patching } from '../../src/transform.ts';

/** What a literal is to an `if`; undefined of anything else, which a conditional expression is too. */
function truth({ kind, number, text }: Expression): boolean | undefined {
  if (kind === 'boolean') return text === 'True';
  if (kind === 'none') return false;
  if (number !== undefined) return number !== 0;
  return undefined;
}

/** `True in on.values()`: 1 equals True as well. */
function isTrue({ kind, number, text }: Expression): boolean {
  return (kind === 'boolean' && text === 'True') || number === 1;
}

/** What a call patches together, as far as a rewrite relies on it. time.sleep is looked up when it is called. */
export const GROUPS: Patching['groups'] = [
  { id: 'time', reported: true, bindsObjects: false },
  { id: 'threads', reported: true, bindsObjects: true },
];

/** What a call with these arguments covers. */
export function covers(given: readonly Argument[]): Coverage {
  // It takes keywords alone: a positional argument is a TypeError, before anything is patched.
  if (given.some(({ name, star }) => name === undefined && star === '')) return { time: 'no', threads: 'no' };
  const on = new Map(given.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])));
  const open = given.some(({ star }) => star !== '');
  const others = [...on].flatMap(([name, value]) => (name === 'all' ? [] : [value]));
  const byDefault = ((): Covered => {
    if (open) return 'unknown';
    const all = on.get('all');
    if (all && all.kind !== 'none') return coveredBy(all);
    if (others.some(isTrue)) return 'no';
    return others.every((value) => truth(value) !== undefined) ? 'yes' : 'unknown';
  })();
  const patched = (group: string): Covered => {
    const value = on.get(group);
    return value === undefined ? byDefault : coveredBy(value);
  };
  return { time: patched('time'), threads: patched('thread') };
}

function coveredBy(value: Expression): Covered {
  const known = truth(value);
  return known === undefined ? 'unknown' : known ? 'yes' : 'no';
}
