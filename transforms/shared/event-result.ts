// eventlet.event.Event where it carries a value or an exception to its waiters: a class of the project, if its policy names
// one, else concurrent.futures.Future.
//
// Future. Kept: every waiter gets the value, or the exception is raised in it; ready() is done(). Different, so never safe: a
// second send raises InvalidStateError instead of AssertionError; a Future that is made before monkey_patch() cannot be
// waited for by green threads. Left out: a wait with a timeout (eventlet gives None, a Future raises), reset, poll, has_result.
//
// A class of the project. The one that degreen writes has the same methods, so an object that escapes can become one
// too; of another class only its method names are known, and where they differ every use must be seen.
import {
  type Advice,
  becomes,
  type Call,
  type Change,
  type ElsewhereUse,
  type Fate,
  insertAt,
  type Proposal,
  type Reference,
  remove,
  replace,
  use,
  type Value,
  type ValueUse,
} from '../../src/transform.ts';
import { Decision, decideClass, ESCAPES, MAY_BE_OTHER, NO_EQUIVALENT, RELIES, whereTo } from './decision.ts';
import { decideElsewhere, SAME, stays } from './elsewhere.ts';
import type { ResultClass } from './result-class.ts';

/** The rewrite to a Future; undefined where the uses do not allow it. */
export function proposeFuture(value: Value): Proposal | undefined {
  if (value.escapes.length > 0 || value.others.length > 0) return undefined;
  if (value.constructions.some((made) => made.atImport || (made.call?.arguments.length ?? 0) > 0)) return undefined;
  const changes: Change[] = value.constructions.map((made) => replace(made.span, use('concurrent.futures.Future')));
  for (const each of value.uses) {
    const own = changesFor(each);
    if (!own) return undefined;
    changes.push(...own);
  }
  return {
    kind: 'proposal',
    level: 'review',
    title: 'Event with a value → concurrent.futures.Future',
    note: [
      { text: carried(value) ?? 'It carries an exception.', reason: 'it carries a value' },
      {
        text: 'It becomes a Future: send() → set_result(), wait() → result(), ready() → done().',
        reason: 'its methods get other names',
      },
      {
        text: 'A second send raises InvalidStateError, not AssertionError.',
        reason: 'a second send raises InvalidStateError',
      },
    ],
    relies: RELIES,
    becomes: becomes('concurrent.futures.Future'),
    changes,
  };
}

function changesFor(each: ValueUse): readonly Change[] | undefined {
  if (each.kind === 'identity' || each.kind === 'truth') return [];
  if (each.kind !== 'method' || !each.call || each.caught.includes('AssertionError')) return undefined;
  const { arguments: given, list, emptyList } = each.call;
  const [argument, ...more] = given;
  switch (each.name) {
    case 'wait':
      return given.length === 0 ? [replace(each.nameSpan, 'result')] : undefined;
    case 'ready':
      return given.length === 0 ? [replace(each.nameSpan, 'done')] : undefined;
    case 'send_exception':
      if (!argument || more.length > 0 || argument.star !== '' || argument.name) return undefined;
      return [replace(each.nameSpan, 'set_exception')];
    case 'send': {
      if (!argument)
        return emptyList ? [replace(each.nameSpan, 'set_result'), insertAt(list.start + 1, 'None')] : undefined;
      if (more.length > 0 || argument.star !== '') return undefined;
      const keyword = argument.name ? [remove({ start: argument.span.start, end: argument.value.span.start })] : [];
      if (argument.name === 'exc') return [replace(each.nameSpan, 'set_exception'), ...keyword];
      return argument.name === undefined || argument.name === 'result'
        ? [replace(each.nameSpan, 'set_result'), ...keyword]
        : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * The rewrite to a class of the project; advice where that class does not fit.
 * @param whyNotSignal - why threading.Event will not do, as a sentence.
 */
export function proposeClass(
  reference: Reference,
  value: Value,
  wanted: ResultClass,
  whyNotSignal: string,
): Proposal | Advice {
  const decision = new Decision();
  const name = wanted.symbol.split('.').at(-1) ?? '';
  const renamed = new Set<string>();
  for (const made of value.constructions) {
    if (made.call && made.call.arguments.length > 0)
      decision.manual('It is created with arguments, which no Event takes.', 'it is created with arguments');
    decision.change(replace(made.span, use(wanted.symbol)));
    if (made.atImport)
      decision.review(
        `It is created while the module is loaded: before monkey_patch() an event of that class stops every green thread.`,
        'it may be created before the process is patched',
      );
  }
  const followed = wanted.written ? 'with the same methods and results' : 'by the configuration';
  const cause = carried(value);
  if (cause !== undefined) decision.review(cause, 'it carries a value');
  else if (value.escapes.length > 0) decision.escapes(value.escapes, 'What is done there decides what it must be.');
  else decision.review(whyNotSignal, 'threading.Event does not fit');
  decision.review(`It becomes ${wanted.symbol}, ${followed}.`, `it becomes ${wanted.symbol}`);
  for (const each of value.uses) decideUse(each, wanted, renamed, decision);
  decideReach(value, wanted, renamed, decision);
  const elsewhere = (use: ElsewhereUse) => fateOf(use, wanted);
  decideElsewhere(value, elsewhere, decision);
  decideClass(reference, value, decision);
  return (
    decision.advice() ?? {
      kind: 'proposal',
      level: 'review',
      title: `Event with a value → ${name}`,
      ...decision.note,
      relies: RELIES,
      becomes: becomes(wanted.symbol),
      elsewhere,
      changes: decision.changes,
    }
  );
}

/** What becomes of what other files do with it. */
function fateOf({ kind, name }: ElsewhereUse, wanted: ResultClass): Fate {
  if (kind === 'identity' || kind === 'truth') return SAME;
  const own = kind === 'method' || kind === 'attribute' ? wanted.method(name) : undefined;
  if (own === undefined)
    return stays(name ? `${wanted.symbol} has no \`${name}\`` : `it is used in another way (${kind})`);
  return own === name ? SAME : { kind: 'moves', to: own, note: `${own}() is what ${name}() was.` };
}

function decideUse(each: ValueUse, wanted: ResultClass, renamed: Set<string>, decision: Decision): void {
  if (each.kind === 'identity' || each.kind === 'truth') return;
  const at = `at line ${each.line}`;
  if (each.name === '' || each.kind === 'store')
    return decision.manual(`The event is used in another way ${at} (${each.name || each.kind}).`, NO_EQUIVALENT);
  if (!wanted.written && each.caught.includes('AssertionError')) {
    return decision.manual(
      `A handler around line ${each.line} catches AssertionError, which a second send() or an early reset() raises in eventlet.`,
      'an AssertionError of eventlet is caught',
    );
  }
  const own = wanted.method(each.name);
  if (own === undefined)
    return decision.manual(`\`${each.name}\` is used ${at}, which ${wanted.symbol} has not.`, NO_EQUIVALENT);
  if (own === each.name) return;
  renamed.add(`${each.name}() → ${own}()`);
  decision.change(replace(each.nameSpan, own));
}

function decideReach(value: Value, wanted: ResultClass, renamed: ReadonlySet<string>, decision: Decision): void {
  const [other] = value.others;
  if (renamed.size > 0) decision.review(`${[...renamed].join(', ')}.`, 'its methods get other names');
  if (wanted.renames) {
    if (other && renamed.size > 0) {
      decision.manual(
        `It may hold something else (${other.how}, line ${other.line}), so its methods cannot be renamed.`,
        MAY_BE_OTHER,
      );
    }
    const leaving = value.escapes.filter((each) => each.kind === 'leaves');
    if (leaving.length > 0)
      decision.manual(`It escapes: ${whereTo(leaving)}. Its methods must be renamed there too.`, ESCAPES);
  }
  // The class that degreen writes has the same methods, so that nothing is to be done there.
  if (value.escapes.length === 0 || wanted.written) return;
  decision.escapes(value.escapes, `What is called there must be a method of ${wanted.symbol}.`);
}

/** What the event carries, with the place; undefined where it is not seen to carry anything. */
function carried(value: Value): string | undefined {
  const sent = value.uses.find(carries);
  const waited = value.uses.find((each) => each.name === 'wait' && each.result !== 'unused');
  const to = waited ? `, which wait() at line ${waited.line} gives back` : '';
  if (sent) {
    const exception = sent.name !== 'send' || sent.call?.arguments[0]?.name === 'exc';
    const what = exception ? 'an exception' : 'a value';
    return `${sent.name}(${shownArguments(sent.call)}) at line ${sent.line} carries ${what}${to}.`;
  }
  if (waited) return `The result of wait() is used at line ${waited.line}, which threading.Event does not give.`;
  return undefined;
}

const MOST_SHOWN = 40;

/** The arguments of a call as written, where they are short. */
export function shownArguments(call: Call | undefined): string {
  const given = call?.arguments.map(({ name, value: { text } }) => (name ? `${name}=${text}` : text)).join(', ') ?? '';
  return given.length <= MOST_SHOWN ? given : '…';
}

/** Whether a use gives the waiters something: a value that is not None, or an exception. */
export function carries(each: ValueUse): boolean {
  if (each.kind !== 'method') return false;
  if (each.name === 'send_exception') return true;
  const [argument] = each.call?.arguments ?? [];
  return each.name === 'send' && argument !== undefined && !/^(None|True)$/.test(argument.value.text);
}
