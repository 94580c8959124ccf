// eventlet.lock.Lock → threading.Lock.
//
// Both are a lock that any thread may release: acquire(blocking, timeout) and locked() agree in arguments and results, -1
// and refused timeouts included, and releasing a lock that is free raises the same RuntimeError. Different, and so decided
// use by use (each measured on both sides): eventlet takes a count, takes None for "no timeout", ignores an argument of
// release() and returns True; `with lock as x` binds None there and True here; threading.Lock is no class before Python
// 3.13, can neither be copied nor have attributes, and has no counter or balance. One that is created before the process is
// patched stays a native lock, which stops the hub as soon as somebody waits for it while green (run: it hangs), where a
// threading.Semaphore created there does not: so a lock that may be created while a module loads is for review.
import {
  type Advice,
  advise,
  becomes,
  type Call,
  type ElsewhereUse,
  type Fate,
  type Page,
  type Proposal,
  type Reference,
  remove,
  replace,
  type Transform,
  use,
  type ValueUse,
} from '../src/transform.ts';
import { Decision, decideClass, MAY_BE_OTHER, NO_EQUIVALENT, RELIES } from './shared/decision.ts';
import { decideElsewhere, SAME, stays } from './shared/elsewhere.ts';
import { KEEPS_TURN, keepsTurn, STARVES, starves } from './shared/turns.ts';

const LOCK = use('threading.Lock');
const SAME_MEMBERS = /^(acquire|release|locked|__enter__|__exit__)$/;

function propose(reference: Reference): Proposal | Advice {
  if (reference.role !== 'call')
    return advise(
      'The class itself is used, and threading.Lock is a function before Python 3.13: no base, no type to test for, no part of `Lock | None`.',
      'the class itself is used',
    );
  const value = reference.follow();
  const decision = new Decision();
  for (const made of value.constructions) {
    if (made.call?.arguments.length !== 0)
      decision.manual('It begins with a count, and threading.Lock() takes none.', 'it begins with a count');
    decision.change(replace(made.span, LOCK));
  }
  if (value.constructions.some((made) => made.atImport))
    decision.review(
      'If it is created before the process is patched, a green thread that waits for it stops all others; threading.Semaphore() would not.',
      'it may be created before the process is patched',
    );
  const plain = decision.changes.length;
  for (const each of value.uses) {
    decideUse(reference, each, decision);
    const kept = keepsTurn(each, value.uses);
    if (kept) decision.review(kept, KEEPS_TURN);
  }
  const [other] = value.others;
  if (other && decision.changes.length > plain)
    decision.manual(
      `It may hold something else (${other.how}, line ${other.line}), so arguments of its methods cannot change.`,
      MAY_BE_OTHER,
    );
  if (value.escapes.length > 0)
    decision.escapes(value.escapes, 'Check counter, balance, timeout=None, release(n) and its result.');
  decideElsewhere(value, fateOf, decision);
  decideClass(reference, value, decision);
  return (
    decision.advice() ?? {
      kind: 'proposal',
      level: decision.level,
      title: 'Lock → threading.Lock',
      ...decision.note,
      relies: RELIES,
      becomes: becomes(LOCK.symbol, 'same'),
      elsewhere: fateOf,
      changes: decision.changes,
    }
  );
}

/** What becomes of what other files do with a lock. */
function fateOf({ kind, name, call, result }: ElsewhereUse): Fate {
  if (/^(identity|truth|with)$/.test(kind)) return SAME;
  if (kind === 'method' && name === 'release' && call) {
    if (result !== 'unused') return stays('release() gives None');
    return call.arguments.length === 0 ? SAME : stays('release() takes no argument');
  }
  if ((kind === 'method' || kind === 'attribute') && SAME_MEMBERS.test(name)) return SAME;
  return stays(name ? `threading.Lock has no \`${name}\`` : `the lock is used in another way (${kind})`);
}

function decideUse(reference: Reference, each: ValueUse, decision: Decision): void {
  const at = `at line ${each.line}`;
  if (each.kind === 'identity' || each.kind === 'truth') return;
  if (each.kind === 'with') {
    if (each.result === 'value')
      decision.manual(`\`with … as\` ${at} binds None in eventlet and True in threading.`, NO_EQUIVALENT);
    return;
  }
  if (each.kind === 'attribute' && SAME_MEMBERS.test(each.name))
    return decision.review(
      `\`${each.name}\` is used as a value ${at}: its callers must pass what threading's takes.`,
      'a method is used as a value',
    );
  if (each.kind !== 'method' || !each.call || !SAME_MEMBERS.test(each.name))
    return decision.manual(`It is used ${at} as threading.Lock cannot be (${each.name || each.kind}).`, NO_EQUIVALENT);
  if (each.name === 'acquire') return decideAcquire(reference, each, each.call, decision);
  if (each.name === 'release') decideRelease(each, each.call, decision);
}

function decideAcquire(reference: Reference, each: ValueUse, call: Call, decision: Decision): void {
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.star !== '')
      return decision.manual(
        `The arguments of acquire() at line ${each.line} are not seen, and the timeout may be None.`,
        'its timeout is not seen',
      );
    if (argument.name !== 'timeout' && !(argument.name === undefined && index === 1)) continue;
    const starved = starves(reference, each, argument);
    if (starved) decision.review(starved, STARVES);
    if (argument.value.text === 'None') decision.change(remove(call.spanWithComma(argument)));
    else if (argument.value.number === undefined)
      decision.review(
        `The timeout of acquire() at line ${each.line} may be None or a Fraction: eventlet takes both, threading raises TypeError.`,
        'a timeout may be None or a Fraction',
      );
  }
}

function decideRelease(each: ValueUse, call: Call, decision: Decision): void {
  if (each.result !== 'unused')
    return decision.manual(
      `The result of release() is used at line ${each.line}: True in eventlet, None in threading.`,
      NO_EQUIVALENT,
    );
  if (call.arguments.some(({ star, value }) => star !== '' || !value.inert))
    return decision.manual(
      `release() at line ${each.line} is given what may do something else: threading takes nothing.`,
      'release() is given an argument',
    );
  if (call.allArguments) decision.change(remove(call.allArguments));
}

const program = (imports: string, module: string, timeout: string) =>
  `${imports}\n\n\nclass Counter:\n    def __init__(self):\n        self._guard = ${module}.Lock()\n        self._count = 0\n\n    def add(self):\n        with self._guard:\n            self._count += 1\n\n    def wait(self):\n        self._guard.acquire(${timeout})\n        self._guard.release()\n`;

const PAGE: Page = {
  equivalent: 'threading.Lock',
  does: [
    'A lock that any thread may release. acquire(), release(), locked() and `with` have the same names, order, defaults and results; a literal timeout=None is dropped, as threading refuses it, and so is an argument of release(), which eventlet ignores.',
  ],
  why: [
    'Name for name it would nearly be right, and wrong where it is not: None is no timeout for threading, release() takes no argument and returns nothing, and the lock is no class before Python 3.13.',
  ],
  example: {
    before: program('from eventlet import lock', 'lock', 'timeout=None'),
    after: program('import threading', 'threading', ''),
  },
  safe: [
    'Every use of the lock is seen, it is made after the process is patched, it begins without a count, and each timeout is a number or None as written.',
  ],
  look: [
    'At level review: a lock made while a module loads, which stays native if the process is patched later; a timeout that is computed and may be None; a lock that escapes; a loop that sleeps only while it holds the lock, as threading lets the same thread take it again.',
    'Manual: a count, counter, balance, a used result of release(), `with … as`, the class as a base, a type or a value.',
  ],
  references: [
    'https://docs.python.org/3/library/threading.html#lock-objects',
    'https://github.com/eventlet/eventlet/blob/master/eventlet/lock.py',
  ],
};

export const transform: Transform = {
  id: 'lock',
  title: 'eventlet.lock.Lock → threading.Lock',
  instead: 'threading.Lock',
  owns: [{ name: 'eventlet.lock.Lock' }],
  position: 420,
  waits: ['acquire', 'with'],
  propose,
  work: [
    {
      id: 'lock',
      area: 'Locks, queues and locals',
      title: 'Lock that begins with a count, whose counter is read, or whose class is used',
      draft:
        'Keep a number of your own beside the lock where counter or balance decide something; locked() says whether it is held. A type to test for is type(threading.Lock()).',
      example: {
        before: 'guard = lock.Lock()\nif guard.counter:\n    guard.acquire()\n',
        after: 'guard = threading.Lock()\nif not guard.locked():\n    guard.acquire()\n',
      },
    },
  ],
  explain: () => PAGE,
};
