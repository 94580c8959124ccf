// Semaphore and BoundedSemaphore alike: the same parameters, order, defaults and results in eventlet and in threading.
//
// Different, and so decided use by use: eventlet converts the count to int; its timeout=-1 waits forever, where threading
// returns False at once (or raises, if not blocking); its release() takes and ignores a `blocking` flag where threading's
// takes a count, and returns True where threading's gives None; `with s as x` binds None there and True here; locked(),
// bounded(), balance and counter have no public twin.
import {
  type Advice,
  advise,
  becomes,
  type Call,
  type ElsewhereUse,
  type Expression,
  type Fate,
  type NumberFacts,
  type Page,
  type Proposal,
  type Reference,
  remove,
  replace,
  use,
  type ValueUse,
  type WorkGroup,
  wrap,
} from '../../src/transform.ts';
import { ANNOTATIONS_READ, Decision, decideClass, MAY_BE_OTHER, NO_EQUIVALENT, RELIES, shownAt } from './decision.ts';
import { decideElsewhere, SAME, stays } from './elsewhere.ts';
import { KEEPS_TURN, keepsTurn, STARVES, starves } from './turns.ts';

/** Decides one reference to a semaphore class, `Semaphore` or `BoundedSemaphore`. */
export function proposeSemaphore(reference: Reference, className: string): Proposal | Advice {
  const target = use(`threading.${className}`);
  if (reference.role === 'annotation' && reference.annotationsRead) return advise(ANNOTATIONS_READ);
  if (reference.role === 'annotation' || reference.typeTest) {
    const where = reference.role === 'annotation' ? 'an annotation' : 'a type test';
    return {
      kind: 'proposal',
      level: 'safe',
      describes: true,
      title: `${className} in ${where}`,
      relies: RELIES,
      becomes: becomes(target.symbol),
      changes: [replace(reference.span, target)],
    };
  }
  if (reference.role === 'base')
    return advise(
      'Subclassed: the subclass may rely on counter, balance or the signature of release(); port it by hand.',
      'it is subclassed',
    );
  if (reference.role !== 'call')
    return advise(
      'The class itself is used as a value: what is done with it decides whether the one of threading will do.',
      'the class is used as a value',
    );
  const value = reference.follow();
  const decision = new Decision();
  for (const made of value.constructions) {
    if (made.call) decideCount(reference, made.call, decision);
    decision.change(replace(made.span, target));
  }
  const counted = decision.changes.length > value.constructions.length;
  const before = decision.changes.length;
  for (const each of value.uses) {
    decideUse(reference, each, decision);
    const kept = keepsTurn(each, value.uses);
    if (kept) decision.review(kept, KEEPS_TURN);
  }
  const [other] = value.others;
  if (other && decision.changes.length > before) {
    decision.manual(
      `It may hold something else (${other.how}, line ${other.line}), so arguments of its methods cannot change.`,
      MAY_BE_OTHER,
    );
  }
  if (value.escapes.length > 0) {
    decision.escapes(value.escapes, 'Check balance, counter, locked(), timeout=-1 and release(n).');
  }
  decideElsewhere(value, fateOf, decision);
  decideClass(reference, value, decision);
  const advice = decision.advice();
  if (advice) return advice;
  return {
    kind: 'proposal',
    level: decision.level,
    title: `${className} → threading.${className}`,
    ...decision.note,
    relies: RELIES,
    becomes: becomes(target.symbol, counted ? 'adapted' : 'same'),
    elsewhere: fateOf,
    changes: decision.changes,
  };
}

const PRIVATE = 'is private, and never below 0';

/** What becomes of what other files do with a semaphore, tests above all. */
function fateOf({ kind, name, call, result }: ElsewhereUse): Fate {
  if (/^(identity|truth|with)$/.test(kind)) return SAME;
  if (kind === 'attribute' && name === 'balance')
    return { kind: 'moves', to: '_value', note: `balance subtracts those who wait; _value ${PRIVATE}.` };
  if (kind === 'attribute' && name === 'counter') return { kind: 'moves', to: '_value', note: `_value ${PRIVATE}.` };
  if (kind === 'method' && name === 'release' && call) {
    if (result !== 'unused') return stays('release() gives None');
    if (call.arguments.length === 0) return SAME;
    return { kind: 'moves', to: 'release', note: 'release() takes a count there, and no flag.', bare: true };
  }
  if ((kind === 'method' || kind === 'attribute') && /^(acquire|release|__enter__|__exit__)$/.test(name)) return SAME;
  return stays(name ? `threading has no public \`${name}\`` : `the semaphore is used in another way (${kind})`);
}

const COUNT = 'its count may be no int';

function decideCount(reference: Reference, call: Call, decision: Decision): void {
  const [argument, ...more] = call.arguments;
  if (!argument) return;
  if (more.length > 0 || argument.star !== '' || (argument.name ?? 'value') !== 'value') {
    return decision.manual(
      `The count is not plain in \`(${argument.star}${argument.value.text}…)\`.`,
      'its count is not plain',
    );
  }
  const { value } = argument;
  const { whole, fractionAt } = reference.number(value);
  if (whole === 'int' || whole === 'assumed' || (whole === 'unknown' && value.kind === 'name')) return;
  if (whole === 'unknown') {
    return decision.review(
      `eventlet converts the count to int, threading does not: make sure that \`${value.text}\` is an int.`,
      COUNT,
    );
  }
  decision.change(wrap(value.span, ['int('], [')']));
  const what = whole === 'text' ? 'text, which threading refuses' : 'a fraction, which in threading never blocks';
  decision.review(
    `The count may be ${what}${shownAt(fractionAt, reference.line)}: int() converts it, as eventlet does.`,
    COUNT,
  );
}

function decideUse(reference: Reference, each: ValueUse, decision: Decision): void {
  const at = `at line ${each.line}`;
  if (each.kind === 'identity' || each.kind === 'truth') return;
  if (each.kind === 'with') {
    if (each.result === 'value')
      decision.manual(`\`with … as\` ${at} binds None in eventlet and True in threading.`, NO_EQUIVALENT);
    return;
  }
  if (each.kind === 'attribute' && /^(acquire|release|__enter__|__exit__)$/.test(each.name)) {
    return decision.review(
      `\`${each.name}\` is used as a value ${at}: its callers must pass what threading's takes.`,
      'a method is used as a value',
    );
  }
  if (each.kind !== 'method' || !each.call) {
    const what = each.name ? `\`${each.name}\` is used` : `The semaphore is used in another way (${each.kind})`;
    return decision.manual(`${what} ${at}, for which threading has no public equivalent.`, NO_EQUIVALENT);
  }
  if (each.name === 'acquire') {
    const [blocking, second] = each.call.arguments;
    const timeout = each.call.arguments.find(({ name }) => name === 'timeout') ?? second;
    const starved = blocking?.value.text === 'False' ? undefined : starves(reference, each, timeout);
    if (starved) decision.review(starved, STARVES);
    return decideAcquire(reference, each.call, each.line, decision);
  }
  if (each.name === 'release') return decideRelease(each, each.call, at, decision);
  decision.manual(`\`${each.name}()\` is used ${at}, for which threading has no public equivalent.`, NO_EQUIVALENT);
}

function decideAcquire(reference: Reference, call: Call, line: number, decision: Decision): void {
  const at = `at line ${line}`;
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.star !== '')
      return decision.manual(
        `The arguments of acquire() ${at} come from \`${argument.star}${argument.value.text}\`, so a timeout of -1 cannot be ruled out.`,
        'its timeout is not seen',
      );
    if (argument.name !== 'timeout' && !(argument.name === undefined && index === 1)) continue;
    if (argument.value.number === -1) decision.change(remove(call.spanWithComma(argument)));
    else decideTimeout(reference.number(argument.value), argument.value, line, decision);
  }
}

/** A timeout that is no literal: -1 is a mark for "forever", which threading spells None. */
function decideTimeout(facts: NumberFacts, { span, text }: Expression, line: number, decision: Decision): void {
  const [at, where] = [`at line ${line}`, shownAt(facts.negativeAt, line)];
  if (facts.rational) {
    decision.change(wrap(span, ['float('], [')']));
    decision.review(
      `The timeout of acquire() ${at} may be a Fraction, which threading refuses: it becomes a float.`,
      'a timeout may be a Fraction',
    );
  } else if (facts.minusOne && /^[\w.]+$/.test(text)) {
    decision.change(wrap(span, [`None if ${text} == -1 else `], []));
    decision.review(
      `The timeout of acquire() ${at} may be -1${where}: that waits forever in eventlet only, so it becomes None.`,
      'a timeout may be -1',
    );
    return;
  }
  if (facts.sign !== 'may') return;
  decision.review(
    `The timeout ${at} may be negative${where}: -1 waits forever in eventlet, and threading returns False at once.`,
    'a timeout may be negative',
  );
}

function decideRelease(each: ValueUse, call: Call, at: string, decision: Decision): void {
  if (each.result !== 'unused')
    return decision.manual(
      `The result of release() is used ${at}: True in eventlet, None in threading.`,
      NO_EQUIVALENT,
    );
  for (const argument of call.arguments) {
    if (argument.star !== '' || !argument.value.inert) {
      return decision.manual(
        `release() ${at} is given \`${argument.value.text}\`: eventlet ignores it, threading takes it as a count.`,
        'release() is given an argument',
      );
    }
  }
  if (call.allArguments) decision.change(remove(call.allArguments));
}

/** What of a semaphore waits. */
export const SEMAPHORE_WAITS = ['acquire', 'with'];

type SemaphoreClass = 'Semaphore' | 'BoundedSemaphore';

/** What is manual of a semaphore class. */
export function semaphoreWork(id: string, className: SemaphoreClass): WorkGroup {
  return {
    id,
    area: 'Locks, queues and locals',
    title: `${className} whose counter is read, or that is subclassed or passed on as a class`,
    draft:
      'Keep a number of your own beside the semaphore where balance, counter or locked() decide something; acquire(blocking=False) answers whether it is free. In tests _value is the counter, as long as nobody waits.',
    example: {
      before: `slots = eventlet.semaphore.${className}(4)\nif slots.locked():\n    return\nslots.acquire()\n`,
      after: `slots = threading.${className}(4)\nif not slots.acquire(blocking=False):\n    return\n`,
    },
  };
}

/** The page of a semaphore class; `over` says what happens beyond its initial count. */
export function semaphorePage(className: SemaphoreClass, over: string): Page {
  const program = (imports: string, module: string, timeout: string, released: string) =>
    `${imports}\n\n\nclass Limiter:\n    def __init__(self, count):\n        self._slots = ${module}.${className}(4)\n\n    def run(self, job):\n        with self._slots:\n            job()\n\n    def take(self):\n        self._slots.acquire(${timeout})\n\n    def give(self):\n        self._slots.release(${released})\n`;
  return {
    equivalent: `threading.${className}`,
    does: [
      `acquire(blocking, timeout), release() and \`with\` have the same names, order, defaults and results. A literal timeout=-1 is dropped (eventlet waits forever, threading would return False at once), one that may be -1 becomes None then, and so is the argument of release(), which eventlet ignores. ${over}`,
    ],
    why: [
      'Name for name it would nearly be right, and wrong where it is not: release(False) and timeout=-1 mean other things in threading, a count that is no int never blocks, and the counter is private.',
    ],
    example: {
      before: program('from eventlet import semaphore', 'semaphore', 'timeout=-1', 'False'),
      after: program('import threading', 'threading', '', ''),
    },
    safe: [
      'Every use of the object is seen, and the count is absent, or whole as far as the code shows it.',
      'Where the code shows nothing of a plain name, the count is assumed to be an int, and a timeout not to be negative; calls in other files are not looked at.',
    ],
    look: [
      'At level review: a count that may be a fraction or text (int() is written out), or is of unknown origin; a timeout that may be negative, or is 0 in a loop (that lets others run in eventlet only); a loop that sleeps only while it holds the semaphore, as threading hands it to nobody; a semaphore that escapes.',
      'Manual: locked(), bounded(), balance, counter, a used result of release(), `with … as`, subclasses.',
    ],
    references: [
      'https://docs.python.org/3/library/threading.html#semaphore-objects',
      'https://eventlet.readthedocs.io/en/latest/modules/semaphore.html',
    ],
  };
}
