// Transforms of the made-up library whose answers rest on those for other references, or decide these.
import { advise, becomes, keep, replace, type Span, type Transform, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** What its first argument names, without what it is given. */
function named({ value }: { readonly value: { readonly span: Span; readonly text: string } }): Span {
  const { start } = value.span;
  return { start, end: start + (/^[\w.]*/.exec(value.text)?.[0].length ?? 0) };
}

/** `lib.pick(lib.nap, n)` → `time.sleep(n)`: decides for what it is given as well. */
const pick = made({
  id: 'pick',
  owns: [{ name: 'lib.pick' }],
  propose({ call }) {
    const [what, ...given] = call?.arguments ?? [];
    if (!call || !what) return advise('It picks nothing.');
    const kept = given.flatMap(({ span }, index) => [index > 0 ? ', ' : '', keep(span)]);
    const change = replace(call.span, use('time.sleep'), '(', ...kept, ')');
    return {
      kind: 'proposal',
      level: given.some(({ value }) => value.text === 'maybe') ? 'draft' : 'safe',
      title: 'pick → time.sleep',
      note: 'See what it picks.',
      becomes: becomes('time.sleep'),
      answers: [named(what)],
      changes: [{ ...change, takes: 'all' }],
    };
  },
});

/** `lib.Store(n)` → `queue.Queue(n)` where it has a size, `queue.SimpleQueue()` where it has none; manual by other arguments. */
const store = made({
  id: 'store',
  owns: [{ name: 'lib.Store' }],
  propose({ call, span }) {
    if (!call || call.arguments.length > 1) return advise('It is made of too much.');
    const symbol = call.arguments.length === 1 ? 'queue.Queue' : 'queue.SimpleQueue';
    const changes = [replace(span, use(symbol))];
    return { kind: 'proposal', level: 'safe', title: 'Store', becomes: becomes(symbol), changes };
  },
});

/** `lib.peek(x.get())` → `id(x.get())` where x becomes a SimpleQueue, `repr(x.get())` where it becomes a Queue. */
const peek = made({
  id: 'peek',
  owns: [{ name: 'lib.peek' }],
  propose({ role, span, statement }) {
    const get = statement().calls.find(({ call }) => call.calleeText.endsWith('.get'));
    const makers = role === 'call' ? get?.receiver() : undefined;
    const [symbol, ...others] = new Set(
      makers?.map((maker) => (maker.becomes?.kind === 'symbol' ? maker.becomes.symbol : maker.name)),
    );
    if (!makers || !symbol?.startsWith('queue.') || others.length > 0) return advise(`It peeks into ${symbol}.`);
    return {
      kind: 'proposal',
      level: 'safe',
      title: 'peek',
      becomes: { kind: 'nothing' },
      requires: makers.flatMap(({ requirement }) => requirement ?? []),
      changes: [replace(span, symbol === 'queue.Queue' ? 'repr' : 'id')],
    };
  },
});

/** All of them. */
export const ASKING: readonly Transform[] = [pick, store, peek];
