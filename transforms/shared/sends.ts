// What events send: whether it is but a signal; and a second send(): eventlet raises AssertionError, threading.Event takes it. Where nobody takes that error a program has
// none that runs; where somebody does, the second send is part of how it works.
import type { Call, Value, ValueUse } from '../../src/transform.ts';
import type { Decision } from './decision.ts';

/** Decides what may come of a second send of one event. */
export function decideSends(value: Value, decision: Decision): void {
  const sends = value.uses.filter((each) => each.kind === 'method' && each.name === 'send');
  for (const [index, second] of sends.entries()) {
    const first = sends[index - 1];
    if (!first || first.block === undefined || first.block !== second.block) continue;
    const between = value.uses.some(
      (each) => each.name === 'reset' && each.span.start > first.span.start && each.span.start < second.span.start,
    );
    if (!between) {
      decision.manual(
        `send() at line ${second.line} follows send() at line ${first.line}: the second raises AssertionError in eventlet only.`,
        'a second send() raises in eventlet only',
      );
    }
  }
  for (const send of sends) {
    if (!isFirst(send, sends, value)) decideTaken(send, decision);
  }
}

/** Whether no send can have come before: it is asked, or there is only this one, which runs once for each event. */
function isFirst(send: ValueUse, sends: readonly ValueUse[], value: Value): boolean {
  const { unless } = send;
  const asked = value.uses.some(
    ({ name, span }) => name === 'ready' && span.start === unless?.start && span.end === unless.end,
  );
  return asked || (sends.length === 1 && value.escapes.length === 0 && send.once());
}

const TAKES = /^(AssertionError|Exception|BaseException|StandardError)$/;

function decideTaken(send: ValueUse, decision: Decision): void {
  const taken = send.handlers().find(({ takes }) => takes.some((name) => TAKES.test(name)));
  if (!taken) return;
  const place = taken.path ? `${taken.path}:${taken.line}` : `line ${taken.line}`;
  const handler = `\`${taken.text}\` at ${place}`;
  if (taken.own && taken.takes.includes('AssertionError')) {
    return decision.manual(
      `${handler} catches the AssertionError that a second send() at line ${send.line} raises in eventlet only.`,
      'a second send() raises in eventlet only',
    );
  }
  decision.review(
    `A second send() at line ${send.line} raises AssertionError, which ${handler} takes; set() raises nothing.`,
    'a second send() raises in eventlet only',
  );
}

/** Whether nothing but a signal is sent: nothing, None or True. */
export function isSignal({ arguments: [argument, ...more] }: Call): boolean {
  if (!argument) return true;
  const plain = argument.star === '' && (argument.name ?? 'result') === 'result';
  return plain && more.length === 0 && /^(None|True)$/.test(argument.value.text);
}
