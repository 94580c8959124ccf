// eventlet.event.Event → threading.Event, where the event is only a signal.
//
// Kept: one send wakes every waiter, a later wait returns at once, ready() is is_set(). Different: threading.Event carries
// no value and no exception, and its wait() says True or False where eventlet's gives the value or None. So the whole
// object is read first: every send passes nothing, None, or the literal True; no result of wait() is used, except as a
// truth value where all sends pass True (None/True then become False/True). One use outside of that, and nothing of the
// object is rewritten. A second send, an AssertionError in eventlet, is accepted by set(): where one plainly follows
// another, the object is left alone, and where a handler that is seen takes the error of one, a person looks (shared/sends.ts).
// What threading.Event cannot do goes to shared/event-result.ts. Left out where the project names no class for it: poll and
// has_*, waits for a value with a timeout, subclasses.
import {
  type Advice,
  advise,
  becomes,
  type ElsewhereUse,
  type Fate,
  type Page,
  type Policy,
  type Proposal,
  type Reference,
  replace,
  type Transform,
  use,
  type Value,
  type ValueUse,
  wrap,
} from '../src/transform.ts';
import {
  ANNOTATIONS_READ,
  Decision,
  decideClass,
  ESCAPES,
  MAY_BE_OTHER,
  NO_EQUIVALENT,
  RELIES,
  whereTo,
} from './shared/decision.ts';
import { decideElsewhere, SAME, stays } from './shared/elsewhere.ts';
import { carries, proposeClass, proposeFuture, shownArguments } from './shared/event-result.ts';
import { EVENT_WITH_RESULT, resultClass } from './shared/result-class.ts';
import { RESULT_EVENT } from './shared/result-event.ts';
import { decideSends, isSignal } from './shared/sends.ts';
import { STARVES, starves } from './shared/turns.ts';

const RESULTS = /^(send_exception|has_result|has_exception|poll|poll_result|poll_exception)$/;

function proposeObject(reference: Reference, policy: Policy): Proposal | Advice {
  const value = reference.follow();
  const decision = new Decision();
  for (const made of value.constructions) {
    if (made.call && made.call.arguments.length > 0)
      decision.manual('It is created with arguments, which no Event takes.', 'it is created with arguments');
    decision.change(replace(made.span, use('threading.Event')));
  }
  const sends = value.uses.filter((each) => each.kind === 'method' && each.name === 'send');
  const allTrue = sends.length > 0 && sends.every((each) => each.call?.arguments[0]?.value.text === 'True');
  for (const each of value.uses) decideUse(each, allTrue && value.escapes.length === 0, decision);
  decideTimeouts(reference, value, decision);
  decideSends(value, decision);
  decideReach(value, decision);
  decideElsewhere(value, fateOf, decision);
  decideClass(reference, value, decision);
  const advice = decision.advice();
  const wanted = resultClass(policy);
  if (advice && wanted) return proposeClass(reference, value, wanted, advice.message);
  if (advice) return (value.uses.some(carries) ? proposeFuture(value) : undefined) ?? advice;
  return {
    kind: 'proposal',
    level: decision.level,
    title: 'Event → threading.Event',
    ...decision.note,
    relies: RELIES,
    becomes: becomes('threading.Event'),
    elsewhere: fateOf,
    changes: decision.changes,
  };
}

/** What becomes of what other files do with an event. */
function fateOf({ kind, name, call, result }: ElsewhereUse): Fate {
  if (kind === 'identity' || kind === 'truth') return SAME;
  if (kind !== 'method' || !call)
    return stays(name ? `\`${name}\` is passed on or assigned` : `the event is used in another way (${kind})`);
  switch (name) {
    case 'ready':
      return { kind: 'moves', to: 'is_set', note: 'is_set() is what ready() was.' };
    case 'send':
      return isSignal(call)
        ? {
            kind: 'moves',
            to: 'set',
            note: 'set() is what send() was, and does not complain the second time.',
            bare: true,
          }
        : stays('set() carries no value');
    case 'reset':
      return { kind: 'moves', to: 'clear', note: 'clear() does not complain where nothing was sent yet.' };
    case 'wait':
      return result === 'unused' ? SAME : stays('wait() gives True or False, and not what was sent');
    default:
      return stays(`threading.Event has no \`${name}\``);
  }
}

function decideUse(each: ValueUse, allTrue: boolean, decision: Decision): void {
  const at = `at line ${each.line}`;
  if (each.name !== 'send' && each.caught.includes('AssertionError')) {
    return decision.manual(
      `A handler around line ${each.line} catches AssertionError, which a second send() or an early reset() raises in eventlet only.`,
      'an AssertionError of eventlet is caught',
    );
  }
  if (each.kind === 'identity' || each.kind === 'truth') return;
  if (each.kind !== 'method' || !each.call) {
    const what = each.name ? `\`${each.name}\` is used as a value` : `The event is used in another way (${each.kind})`;
    return decision.manual(`${what} ${at}, and threading.Event spells its methods differently.`, NO_EQUIVALENT);
  }
  const [argument] = each.call.arguments;
  switch (each.name) {
    case 'send': {
      if (!isSignal(each.call)) {
        return decision.manual(
          `It carries a value: send(${shownArguments(each.call)}) ${at}. threading.Event would drop it; concurrent.futures.Future carries one.`,
          'it carries a value',
        );
      }
      decision.change(replace(each.nameSpan, 'set'));
      if (argument) decision.change(replace(each.call.spanWithComma(argument)));
      return;
    }
    case 'ready':
      return decision.change(replace(each.nameSpan, 'is_set'));
    case 'wait':
      if (each.result === 'unused' || (each.result === 'truth' && allTrue)) return;
      return decision.manual(
        `The result of wait() is used ${at}: in eventlet the value that was sent, or None after a timeout; in threading True or False.`,
        'the result of wait() is used',
      );
    case 'reset':
      decision.change(replace(each.nameSpan, 'clear'));
      return decision.review(
        `reset() ${at} becomes clear(), which does not complain where nothing was sent yet.`,
        'clear() does not complain where nothing was sent yet',
      );
    default:
      if (RESULTS.test(each.name)) {
        return decision.manual(
          `It uses ${each.name}() ${at}, which needs a result: concurrent.futures.Future has one, threading.Event has not.`,
          'it needs a result',
        );
      }
      return decision.manual(`eventlet's Event has no \`${each.name}\` known to degreen (${at}).`, NO_EQUIVALENT);
  }
}

/** A Fraction is a timeout that threading refuses; a negative one has run out on both sides, but none lets others run here. */
function decideTimeouts(reference: Reference, { uses }: Value, decision: Decision): void {
  for (const each of uses) {
    const { name, kind, call, line } = each;
    const timeout = kind === 'method' && name === 'wait' ? call?.arguments[0] : undefined;
    const starved = starves(reference, each, timeout);
    if (starved) decision.review(starved, STARVES);
    if (timeout?.star !== '' || !reference.number(timeout.value).rational) continue;
    decision.change(wrap(timeout.value.span, ['float('], [')']));
    decision.review(
      `The timeout at line ${line} may be a Fraction, which threading refuses: it becomes a float.`,
      'a timeout may be a Fraction',
    );
  }
}

function decideReach(value: Value, decision: Decision): void {
  const renamed = value.uses.some((each) => each.kind === 'method' && each.name !== 'wait');
  const [other] = value.others;
  if (other && renamed) {
    decision.manual(
      `It may hold something else (${other.how}, line ${other.line}), so its methods cannot be renamed.`,
      MAY_BE_OTHER,
    );
  }
  if (value.escapes.length === 0) return;
  const methods = value.uses.some((each) => each.kind === 'method');
  if (!methods) {
    return decision.manual(
      `It escapes before any use is seen: ${whereTo(value.escapes)}. What is sent there decides.`,
      ESCAPES,
    );
  }
  const leaving = value.escapes.filter((each) => each.kind === 'leaves');
  if (leaving.length > 0) {
    return decision.manual(
      `It escapes: ${whereTo(leaving)}. send(), ready() and reset() must be renamed there too.`,
      ESCAPES,
    );
  }
  decision.escapes(value.escapes, 'There send() must become set(), ready() is_set(), with no value.');
}

export const transform: Transform = {
  id: 'event',
  title: 'eventlet.event.Event → threading.Event',
  instead: 'threading.Event',
  owns: [
    { name: 'eventlet.event.Event', aliases: ['eventlet.Event', 'eventlet.queue.Event', 'eventlet.dagpool.Event'] },
  ],
  position: 300,
  keys: [EVENT_WITH_RESULT],
  waits: ['wait'],
  helper: [RESULT_EVENT],
  propose(reference, policy) {
    if (reference.role === 'call') return proposeObject(reference, policy);
    if (reference.role === 'annotation' && reference.annotationsRead) return advise(ANNOTATIONS_READ);
    const wanted = resultClass(policy);
    if (reference.role === 'annotation' || reference.typeTest) {
      return {
        kind: 'proposal',
        level: 'safe',
        describes: true,
        ...(wanted
          ? { note: [{ text: `They may also become ${wanted.symbol}.`, reason: 'some become another class' }] }
          : {}),
        title: `Event in ${reference.role === 'annotation' ? 'an annotation' : 'a type test'}`,
        relies: RELIES,
        becomes: becomes('threading.Event'),
        changes: [replace(reference.span, use('threading.Event'))],
      };
    }
    if (wanted?.written && /^(base|value)$/.test(reference.role)) {
      return {
        kind: 'proposal',
        level: 'review',
        title: `Event as a ${reference.role === 'base' ? 'base class' : 'value'} → ResultEvent`,
        note: [
          {
            text: `The class itself is used; ${wanted.symbol} has the same public methods and none of the inner parts.`,
            reason: 'the class itself is used',
          },
        ],
        relies: RELIES,
        becomes: becomes(wanted.symbol),
        changes: [replace(reference.span, use(wanted.symbol))],
      };
    }
    if (reference.role === 'base')
      return advise(
        'Subclassed: the subclass relies on the signatures of send() and wait(); port it by hand.',
        'it is subclassed',
      );
    return advise(
      'The class itself is used as a value: what is done with it decides whether threading.Event will do.',
      'the class is used as a value',
    );
  },
  work: [
    {
      id: 'event',
      area: 'Sleep and events',
      title: 'Events that carry a value, are waited for with a timeout, or escape',
      draft:
        'Name a class in the configuration that hands a result over (`event-with-result`), or let degreen write one (`helpers`): then most of these become hunks. Where one value is sent once and waited for without a timeout, a concurrent.futures.Future does it.',
      example: {
        before: 'reply = event.Event()\nlisten(reply.send)\nanswer = reply.wait(timeout)\n',
        after:
          'reply = concurrent.futures.Future()\nlisten(reply.set_result)\ntry:\n    answer = reply.result(timeout)\nexcept concurrent.futures.TimeoutError:\n    answer = None\n',
      },
    },
  ],
  explain: (): Page => ({
    equivalent: 'threading.Event',
    does: [
      'An event that is only a signal becomes threading.Event: send() → set(), ready() → is_set(), wait(timeout) stays. A literal None or True that is sent is dropped.',
      'One that carries a value or an exception becomes concurrent.futures.Future at level review: send() → set_result(), wait() → result(), ready() → done(); or the class that the configuration names with `event-with-result`, or the one that degreen writes where `helpers` says.',
    ],
    why: [
      "An object is decided as a whole, because eventlet's Event is a result and threading.Event is a flag: the rewrite is right only where no use of the object needs the result.",
    ],
    example: {
      before:
        'from eventlet import event\n\n\nclass Worker:\n    def __init__(self):\n        self._done = event.Event()\n\n    def finish(self):\n        if not self._done.ready():\n            self._done.send(None)\n\n    def join(self, timeout):\n        self._done.wait(timeout)\n',
      after:
        'import threading\n\n\nclass Worker:\n    def __init__(self):\n        self._done = threading.Event()\n\n    def finish(self):\n        if not self._done.is_set():\n            self._done.set()\n\n    def join(self, timeout):\n        self._done.wait(timeout)\n',
    },
    safe: [
      'Every use of the object is seen, nothing but None or True is sent, and no result of wait() is used.',
      'A send that can only run once for each event, or before which ready() is asked, needs no more. Of others it is assumed that none runs twice, unless something is seen to take the AssertionError of a second one.',
      'Also where every send passes True and wait() is only tested, as in `while not stop.wait(timeout)`: None and True then become False and True.',
    ],
    look: [
      'At level review: reset() → clear(); a send that may run twice where a handler, in its function or in a caller that is seen, takes the AssertionError of the second; a wait(0) in a loop, which lets others run in eventlet only; an event that carries a value or an exception; an event whose attribute is used elsewhere, where the note says so.',
      'Manual, unless the configuration names a class: a wait for a value with a timeout (eventlet gives None, a Future raises), has_result and poll, a second send, an event that others get hold of, subclasses.',
    ],
    references: [
      'https://docs.python.org/3/library/threading.html#event-objects',
      'https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future',
      'https://eventlet.readthedocs.io/en/latest/modules/event.html',
    ],
  }),
};
