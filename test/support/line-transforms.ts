// Transforms of the made-up library that write lines before and after a statement.
import {
  advise,
  becomes,
  type Change,
  keep,
  NOTHING,
  replace,
  type Transform,
  use,
  wrap,
} from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** `t = lib.later(f)` → `t = threading.Timer(f)` and two lines that use what it binds. */
const later = made({
  id: 'later',
  owns: [{ name: 'lib.later' }],
  propose({ call, span, statement }) {
    const own = statement();
    const [name] = own.binds;
    if (!call || own.value?.span.start !== call.span.start || !own.alone || own.kind !== 'assignment' || !name)
      return advise('It is not assigned to one name.');
    const line = { line: own.span };
    const lines = own.after(line, `${name}.daemon = True`, line, `${name}.start()`);
    const changes = [replace(span, use('threading.Timer')), lines];
    return { kind: 'proposal', level: 'safe', title: 'later', becomes: becomes('threading.Timer'), changes };
  },
});

/** `lib.guard(x)` → `print(x)` in a `try`. */
const guard = made({
  id: 'guard',
  owns: [{ name: 'lib.guard' }],
  propose({ call, span, statement }) {
    const own = statement();
    if (!call || own.value?.span.start !== call.span.start || !own.alone || own.kind !== 'expression')
      return advise('It is no statement.');
    const [line, deeper] = [{ line: own.span }, { line: own.span, deeper: 1 }];
    const changes = [
      replace(span, 'print'),
      wrap(own.span, ['try:', deeper], []),
      own.after(line, 'except ', use('queue.Empty'), ':', deeper, 'pass'),
    ];
    return { kind: 'proposal', level: 'safe', title: 'guard', becomes: NOTHING, changes };
  },
});

/** `lib.setup(x)` → `x`, with a line before the statement. */
const setup = made({
  id: 'setup',
  owns: [{ name: 'lib.setup' }],
  propose({ call, statement }) {
    const own = statement();
    const [given] = call?.arguments ?? [];
    if (!call || !given || !own.alone) return advise('It shares its line.');
    const changes = [
      own.before(use('gc.collect'), '()', { line: own.span }),
      replace(call.span, '(', keep(given.span), ')'),
    ];
    return { kind: 'proposal', level: 'safe', title: 'setup', becomes: NOTHING, changes };
  },
});

/** `lib.ahead(x)` → `held`, which a line before the statement makes of x. */
const ahead = made({
  id: 'ahead',
  owns: [{ name: 'lib.ahead' }],
  propose({ call, statement }) {
    const own = statement();
    const [given] = call?.arguments ?? [];
    if (!call || !given || !own.alone) return advise('It shares its line.');
    const changes: Change[] = [
      { ...own.before('held = ', keep(given.span), { line: own.span }), binds: ['held'] },
      { ...replace(call.span, 'held'), takes: 'all' },
    ];
    return { kind: 'proposal', level: 'safe', title: 'ahead', becomes: NOTHING, changes };
  },
});

/** All of them. */
export const LINES: readonly Transform[] = [later, guard, setup, ahead];
