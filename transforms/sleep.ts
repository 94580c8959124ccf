// eventlet.sleep(seconds=0) → time.sleep(seconds).
//
// Kept: both take one number and give None. Different: time.sleep has no default, takes no keyword, and raises ValueError
// for a negative number where eventlet yields; so each call gets exactly one positional number that cannot be
// negative and no Fraction, which time.sleep refuses. What the code shows of the number decides; where it shows nothing, as
// of a plain parameter, the number is taken to be one that time.sleep takes. As a value the function may be called by others in ways that only eventlet's accepts, so values are rewritten
// only where every call is seen. While a process is monkey-patched, `time.sleep` looked up at the call is eventlet's own.
// Left out: code that relies on the TypeError of a wrong argument.
import {
  type Advice,
  advise,
  type Becomes,
  becomes,
  type Call,
  type Change,
  insertAt,
  type NotePart,
  type NumberFacts,
  type Page,
  type Policy,
  type Proposal,
  type Reference,
  remove,
  replace,
  type Transform,
  use,
  wrap,
} from '../src/transform.ts';
import { proposeYield } from './shared/configured-yield.ts';
import { shownAt } from './shared/decision.ts';
import { YIELD } from './shared/yield-key.ts';

/** What waits by it must be patched for. */
const RELIES = ['time'];

const YIELDS = 'sleep(0) and sleep() only yield.';

const TARGET = use('time.sleep');

/** What a call becomes whose arguments need these edits, or none. */
function called(edits: readonly Change[]): Becomes {
  return becomes('time.sleep', edits.length > 0 ? 'adapted' : 'same');
}

/** The edits that make a call fit time.sleep, or why there are none. */
interface Fit {
  readonly changes: readonly Change[];
  readonly yields: boolean;
  /** What a person must check, where the number is changed. */
  readonly wrapped: { readonly title: string; readonly note: readonly NotePart[] } | undefined;
}

function fit(call: Call, reference: Reference): Fit | string {
  const [argument, ...more] = call.arguments;
  if (!argument) {
    const inside = { start: call.list.start + 1, end: call.list.end - 1 };
    const change = call.emptyList ? replace(inside, '0') : insertAt(inside.start, '0');
    return { changes: [change], yields: true, wrapped: undefined };
  }
  if (more.length > 0) return 'it is called with more than one argument';
  if (argument.star)
    return `the arguments come from \`${argument.star}${argument.value.text}\`: time.sleep needs exactly one positional number`;
  if (argument.name !== undefined && argument.name !== 'seconds')
    return `eventlet.sleep has no parameter \`${argument.name}\``;
  const { value } = argument;
  if (value.number !== undefined && value.number < 0) {
    return { changes: [replace(argument.span, '0')], yields: true, wrapped: undefined };
  }
  const changes: Change[] = [];
  if (argument.name) changes.push(remove({ start: argument.span.start, end: value.span.start }));
  const facts = reference.number(value);
  const before = (facts.sign === 'may' ? 'max(0, ' : '') + (facts.rational ? 'float(' : '');
  if (!before) return { changes, yields: value.number === 0, wrapped: undefined };
  const after = (facts.rational ? ')' : '') + (facts.sign === 'may' ? ')' : '');
  changes.push(wrap(value.span, [before], [after]));
  return { changes, yields: value.number === 0, wrapped: wrapping(facts, reference) };
}

/** Why a number is wrapped. */
function wrapping({ sign, rational, ...facts }: NumberFacts, { line }: Reference): Fit['wrapped'] {
  const negative = `The delay may be negative${shownAt(facts.negativeAt, line)}: eventlet then only yields, time.sleep raises ValueError, so it is clamped to 0.`;
  const fraction = `The delay may be a Fraction${shownAt(facts.fractionAt, line)}, which time.sleep refuses with TypeError, so it becomes a float.`;
  const [open, close] = [rational ? 'float(' : '', rational ? ')' : ''];
  return {
    title:
      sign === 'may'
        ? `sleep(computed) → time.sleep(max(0, ${open}computed${close}))`
        : 'sleep(fraction) → time.sleep(float(fraction))',
    note: [
      ...(sign === 'may' ? [{ text: negative, reason: 'the delay may be negative' }] : []),
      ...(rational ? [{ text: fraction, reason: 'the delay may be a Fraction' }] : []),
    ],
  };
}

function proposeCall(reference: Reference, call: Call, policy: Policy): Proposal | Advice {
  if (reference.caught.includes('TypeError')) {
    return advise(
      'A handler around it catches TypeError, and time.sleep refuses other arguments than eventlet.sleep.',
      'a TypeError of its arguments is caught',
    );
  }
  const fitted = fit(call, reference);
  if (typeof fitted === 'string')
    return advise(`${fitted.charAt(0).toUpperCase()}${fitted.slice(1)}.`, 'its arguments do not fit');
  const changes = [replace(reference.span, TARGET), ...fitted.changes];
  const shared = { kind: 'proposal', relies: RELIES, becomes: called(fitted.changes), changes } as const;
  if (fitted.wrapped) return { ...shared, level: 'review', ...fitted.wrapped };
  if (!fitted.yields) return { ...shared, level: 'safe', title: 'sleep(n) → time.sleep(n)' };
  const wish = YIELD.of(policy);
  if (wish !== undefined) return proposeYield(reference, call, wish);
  const alone = reference.aloneInLoop
    ? 'It is all that this loop does: with native threads the loop is busy, so wait on an event or a condition instead.'
    : 'It yields to other green threads; native threads need no yield, so it may also be dropped once eventlet is gone.';
  return {
    ...shared,
    level: 'safe',
    title: 'sleep(0) → time.sleep(0)',
    note: [{ text: alone, reason: 'it only yields' }],
    variant: 'yield',
  };
}

/** Whether time.sleep takes a number as it is. */
function fits({ sign, rational }: NumberFacts): boolean {
  return sign !== 'may' && !rational;
}

const BOUND_EARLY =
  'It is bound here, not at the call: this line must run after monkey_patch(), or the sleep stops every green thread.';

function proposeValue(reference: Reference): Proposal | Advice {
  const passed = reference.argumentOf;
  if (passed) {
    const rest = passed.call.arguments.slice(passed.index + 1);
    const [next] = rest;
    const oneNumber = rest.length === 1 && next !== undefined && next.name === undefined && next.star === '';
    const own = passed.call.arguments[passed.index];
    if (own?.name === 'side_effect') {
      return review(
        reference,
        [],
        'The mocked function passes its arguments on: time.sleep takes exactly one positional number.',
      );
    }
    if (own?.name === undefined && oneNumber && fits(reference.number(next.value))) {
      return review(
        reference,
        [],
        `\`${passed.call.calleeText}\` is expected to call it with the one argument that follows; time.sleep takes exactly one.`,
      );
    }
    return advise(
      `Passed to \`${passed.call.calleeText}()\`, which may call it without an argument or with \`seconds=\`: time.sleep takes exactly one number.`,
      'it is passed on as a value',
    );
  }
  const value = reference.follow();
  const [leak] = value.escapes;
  if (leak)
    return advise(
      `Used as a value that is ${leak.how} (line ${leak.line}): every call must be seen, as time.sleep takes one number.`,
      'it is passed on as a value',
    );
  const changes: Change[] = [];
  for (const each of value.uses) {
    const fitted = each.kind === 'called' && each.call ? fit(each.call, reference) : 'it is not only called';
    if (typeof fitted === 'string')
      return advise(`Used as a value, and at line ${each.line} ${fitted}.`, 'its arguments do not fit');
    changes.push(...fitted.changes);
  }
  const [other] = value.others;
  if (other && changes.length > 0) {
    return advise(
      `Used as a value, and its calls would have to change, but ${other.how} (line ${other.line}).`,
      'it may be another function',
    );
  }
  return review(reference, changes, BOUND_EARLY);
}

function review(reference: Reference, more: readonly Change[], note: string): Proposal {
  const changes = [replace(reference.span, TARGET), ...more];
  const title = 'sleep as a value → time.sleep';
  const parts = [{ text: note, reason: 'it is used as a value' }];
  return { kind: 'proposal', level: 'review', title, note: parts, relies: RELIES, becomes: called([]), changes };
}

export const transform: Transform = {
  id: 'sleep',
  title: 'eventlet.sleep → time.sleep',
  instead: 'time.sleep',
  owns: [{ name: 'eventlet.sleep', aliases: ['eventlet.greenthread.sleep', 'eventlet.green.time.sleep'] }],
  position: 200,
  variants: [
    { id: 'yield', shows: 'sleep(0)', does: YIELDS, counted: 'only yield', waits: false, apartWith: YIELD.id },
  ],
  keys: [YIELD],
  waits: ['()'],
  propose(reference, policy) {
    if (reference.role === 'call' && reference.call) return proposeCall(reference, reference.call, policy);
    if (reference.role === 'value') return proposeValue(reference);
    return advise(
      `Used as ${reference.role === 'annotation' ? 'an' : 'a'} ${reference.role}: there is no call to rewrite.`,
      'it is not called',
    );
  },
  work: [
    {
      id: 'sleep',
      area: 'Sleep and events',
      title: 'sleep that no call of one number replaces',
      draft:
        'Give every call exactly one number that is not negative. Where the function itself is passed on, pass a lambda or a small function of yours that calls time.sleep() with an argument.',
      example: {
        before: 'retry(fetch, pause=eventlet.sleep)\n',
        after: 'retry(fetch, pause=lambda seconds=0: time.sleep(max(0, seconds)))\n',
      },
    },
  ],
  explain: (): Page => ({
    equivalent: 'time.sleep(seconds)',
    does: [
      'A call with one number becomes the same call of time.sleep. A call without argument gets an explicit 0, `seconds=x` becomes positional, a negative literal becomes 0: time.sleep has no default, no keyword and no negative numbers.',
      `${YIELDS} They are hunks of a variant of their own ("yield"), because projects often want a helper of theirs there or nothing at all: \`yield = "package.module.function"\` or \`yield = "drop"\` in the configuration says so.`,
    ],
    why: [
      "The plain function is what code without eventlet calls. While the process is still patched, time.sleep looked up at the call is eventlet's own, so nothing changes until the patch goes.",
    ],
    example: {
      before:
        'import eventlet\n\n\ndef watch(backend):\n    while not backend.ready():\n        eventlet.sleep(5)\n    eventlet.sleep()\n    eventlet.sleep(seconds=2.5)\n',
      after:
        'import time\n\n\ndef watch(backend):\n    while not backend.ready():\n        time.sleep(5)\n    time.sleep(0)\n    time.sleep(2.5)\n',
    },
    safe: [
      'A call with one number that cannot be negative, or without any.',
      'Where the code shows nothing of the number (a plain parameter, a setting, a call into another library), it is assumed to be one that time.sleep takes; calls in other files are not looked at.',
      'It is written as time.sleep() and not imported by name: a name that was bound before monkey_patch() would stop every green thread.',
    ],
    look: [
      'At level review: a delay that the code shows to be negative at times, directly or far away (clamped with max(0, …)), or to be a Fraction (made a float), and the function used as a value where every call of it is seen.',
      'Manual: star arguments, and the function passed to code that may call it without an argument.',
      'A sleep under a Timeout in a process that nothing patches: time.sleep is not interrupted. With `yield = "drop"`, a yield in a loop that polls or right after something was started stays.',
      'A loop that only yields is a busy loop in native threads; and a test that mocks time.sleep replaces it for the whole process.',
    ],
    references: [
      'https://docs.python.org/3/library/time.html#time.sleep',
      'https://eventlet.readthedocs.io/en/latest/modules/greenthread.html',
    ],
  }),
};
