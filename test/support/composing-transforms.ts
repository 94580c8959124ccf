// Transforms of the made-up library whose changes keep, wrap, copy or take what others change.
import {
  advise,
  type Becomes,
  becomes,
  type Call,
  type Change,
  keep,
  NOTHING,
  type Reference,
  replace,
  SOFT,
  type Span,
  type Transform,
  use,
  wrap,
} from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** A rewrite of calls, at level safe; of what is no plain call, advice. */
function call(
  name: string,
  meaning: Becomes,
  changesOf: (call: Call, reference: Reference) => readonly Change[] | string,
): Transform {
  return made({
    id: name,
    owns: [{ name: `lib.${name}` }],
    propose(reference) {
      const { call } = reference;
      if (reference.role !== 'call' || !call) return advise('It is not called.');
      if (call.arguments.length === 0 || call.arguments.some((each) => each.star !== '' || each.name !== undefined))
        return advise('Its arguments are not plain.');
      const changes = changesOf(call, reference);
      return typeof changes === 'string'
        ? advise(changes)
        : { kind: 'proposal', level: 'safe', title: name, becomes: meaning, changes };
    },
  });
}

const spansOf = ({ arguments: given }: Call): Span[] => given.map(({ span }) => span);

/** What stands before, and after, the arguments of a call. */
function around({ span }: Call, first: Span, last: Span): [Span, Span] {
  return [
    { start: span.start, end: first.start },
    { start: last.end, end: span.end },
  ];
}

/** `lib.spawn(f, a)` → `threading.Thread(target=f, args=(a,), daemon=True).start()`: keeps what it puts words around. */
const spawn = call(
  'spawn',
  becomes('threading.Thread', 'other', 'its arguments become target= and args='),
  (call, { span }) => {
    const [run, ...rest] = spansOf(call);
    const [first, last] = [rest[0], rest.at(-1)];
    const end = last ?? run;
    if (!run || !end) return 'It runs nothing.';
    return [
      replace(span, use('threading.Thread')),
      wrap(run, ['target='], []),
      ...(first && last ? [wrap({ start: first.start, end: last.end }, ['args=('], [',)'])] : []),
      replace({ start: end.end, end: call.span.end }, ', daemon=True).start()'),
    ];
  },
);

/** `lib.fork(f, a)` → the same, on several lines where one would be too long. */
const fork = call(
  'fork',
  becomes('threading.Thread', 'other', 'its arguments become target= and args='),
  (call, { span }) => {
    const [run, ...rest] = spansOf(call);
    const [first, last] = [rest[0], rest.at(-1)];
    const end = last ?? run;
    if (!run || !end) return 'It runs nothing.';
    const given = first && last;
    return [
      replace(span, use('threading.Thread')),
      wrap(run, ['target='], []),
      ...(given ? [replace({ start: run.end, end: first.start }, ',', SOFT)] : []),
      ...(given ? [wrap({ start: first.start, end: last.end }, ['args=('], [',)'])] : []),
      replace({ start: end.end, end: call.span.end }, ',', SOFT, 'daemon=True).start()'),
    ];
  },
);

/** `lib.swap(a, b)` → `operator.sub(b, a)`: one of them is written elsewhere than it stands. */
const swap = call('swap', becomes('operator.sub', 'adapted'), (call) => {
  const [a, b] = spansOf(call);
  if (!a || !b) return 'It needs two.';
  return [replace(call.span, use('operator.sub'), '(', keep(b), ', ', keep(a), ')')];
});

/** `lib.twice(a)` → `(a, a)`: kept where it stands, and written once more. */
const twice = call('twice', NOTHING, (call) => {
  const [a] = spansOf(call);
  return a ? [replace(call.span, '(', keep(a), ', ', keep(a), ')')] : 'It needs one.';
});

/** `lib.boxed(a)` → `list((a,))`: a wrap of the whole call, which what is around it may wrap as well. */
const boxed = call('boxed', NOTHING, (call) => {
  const [a] = spansOf(call);
  if (!a) return 'It needs one.';
  const [before, after] = around(call, a, a);
  return [wrap(call.span, ['list('], [')']), replace(before, '('), replace(after, ',)')];
});

/** `lib.forget(a)` → `None`: takes the argument, whatever others would make of it. */
const forget = call('forget', NOTHING, (call) => [{ ...replace(call.span, 'None'), takes: 'all' }]);

/** `lib.swallow(a)` → `None`: says nothing of the argument, which none of the others may change then. */
const swallow = call('swallow', NOTHING, (call) => [replace(call.span, 'None')]);

/** All of them. */
export const COMPOSING: readonly Transform[] = [spawn, fork, swap, twice, boxed, forget, swallow];
