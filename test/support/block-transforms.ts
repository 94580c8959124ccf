// Transforms of the made-up library that move blocks out of their statements and fold constants.
import { advise, becomes, insertAt, NOTHING, replace, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** `with lib.limit(n):` goes, and what it holds moves out. */
const limit = made({
  id: 'limit',
  owns: [{ name: 'lib.limit' }],
  propose({ call, block }) {
    const opened = call && block();
    const changes = opened?.kind === 'with' ? opened.unwrap() : undefined;
    return changes
      ? { kind: 'proposal', level: 'safe', title: 'limit', becomes: NOTHING, changes }
      : advise('It does not open a block of its own.');
  },
});

/** `lib.flag()` → `False`, with all that this decides. */
const flag = made({
  id: 'flag',
  owns: [{ name: 'lib.flag' }],
  propose({ call, fold }) {
    const changes = call && fold(false);
    return changes
      ? { kind: 'proposal', level: 'safe', title: 'flag', becomes: NOTHING, changes }
      : advise('It is not called.');
  },
});

/** `except lib.Late:` goes. */
const late = made({
  id: 'late',
  owns: [{ name: 'lib.Late' }],
  propose({ role, span, statement }) {
    if (role !== 'except') return advise('It is not caught.');
    const clause = statement().blocks[0]?.clauses.find(({ catches }) =>
      catches.some((each) => each.span.start === span.start),
    );
    const changes = clause?.catches.length === 1 ? clause.remove() : undefined;
    return changes
      ? { kind: 'proposal', level: 'safe', title: 'late', becomes: NOTHING, changes }
      : advise('It is caught with others, or its try cannot be unwrapped.');
  },
});

/** `lib.clock(n)` → `timer = threading.Timer(n)`, started on a line of its own behind it; announced on one before. */
const clock = made({
  id: 'clock',
  owns: [{ name: 'lib.clock' }],
  propose({ span, call, statement, freeName }) {
    const whole = statement();
    if (call?.result !== 'unused' || !whole.alone) return advise('It is not a statement of its own.');
    const timer = freeName('timer');
    return {
      kind: 'proposal',
      level: 'safe',
      title: 'clock',
      becomes: becomes('threading.Timer', 'other', 'it is started apart'),
      changes: [
        whole.before('announce()', { line: whole.span }),
        { ...insertAt(whole.span.start, `${timer} = `), binds: [timer] },
        replace(span, use('threading.Timer')),
        whole.after({ line: whole.span }, `if ${timer}:`, { line: whole.span, deeper: 1 }, `${timer}.start()`),
      ],
    };
  },
});

/** `lib.drop()` goes as a statement, with what is said of it above. */
const drop = made({
  id: 'drop',
  owns: [{ name: 'lib.drop' }],
  propose: ({ call, statement }) =>
    call?.result === 'unused'
      ? {
          kind: 'proposal',
          level: 'safe',
          title: 'drop',
          becomes: NOTHING,
          changes: [statement().remove({ comment: true })],
        }
      : advise('It is part of something.'),
});

/** `with lib.watch():` goes where it holds a gate alone, together with that gate. */
const watch = made({
  id: 'watch',
  owns: [{ name: 'lib.watch' }],
  propose({ block }) {
    const opened = block();
    const makers = opened?.statements[0]?.calls[0]?.receiver();
    const changes = opened?.unwrap();
    if (!makers?.every(({ name }) => name === 'lib.Gate') || !changes) return advise('It may hold something else.');
    const requires = makers.flatMap(({ requirement }) => requirement ?? []);
    return { kind: 'proposal', level: 'safe', title: 'watch', becomes: NOTHING, changes, requires };
  },
});

/** All of them. */
export const BLOCKS = [limit, flag, late, clock, drop, watch];
