// eventlet.queue.LightQueue → queue.SimpleQueue, or queue.Queue where it must be.
//
// SimpleQueue has put, get, put_nowait, get_nowait, qsize and empty with the same results, accepts and ignores the
// block and timeout of put (it is never full), and raises the same queue.Empty. queue.Queue is taken where there is a size
// or full() is asked, and where the object may be created while modules load, whoever calls what creates it: as long as the
// process is monkey-patched, a SimpleQueue created before the patch stops every green thread, a Queue does not. Also where a
// test replaces a method of the class, which SimpleQueue, written in C, refuses. A size of 0 is a channel in eventlet (put
// waits for a getter) and "no limit" in the standard library, so it is never rewritten; nor is a size that is not known.
// Left out: getting, putting, resize, maxsize and the other inner parts, subclasses, isinstance (eventlet's Queue is a
// LightQueue, the standard library's is not a SimpleQueue).
import {
  type Advice,
  type Argument,
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
  wrap,
} from '../src/transform.ts';
import { Decision, MAY_BE_OTHER, NO_EQUIVALENT, RELIES, shownAt } from './shared/decision.ts';
import { decideElsewhere, SAME, stays } from './shared/elsewhere.ts';
import { starves } from './shared/turns.ts';

type Size = 'none' | 'positive' | { readonly message: string; readonly reason: string };

const UNKNOWN_SIZE = 'its size is not known';

function sizeOf(call: Call | undefined): Size {
  const [argument, ...more] = call?.arguments ?? [];
  if (!argument) return 'none';
  if (more.length > 0 || argument.star !== '' || (argument.name ?? 'maxsize') !== 'maxsize') {
    return { message: `The size is hidden in \`(${argument.star}${argument.value.text}…)\`.`, reason: UNKNOWN_SIZE };
  }
  const { value } = argument;
  if (value.kind === 'none' || (value.number ?? 0) < 0) return 'none';
  if (value.number === 0)
    return {
      message: 'A size of 0 makes a channel whose put() waits for a getter; in the standard library 0 means no limit.',
      reason: 'its size is 0',
    };
  if (value.number !== undefined && Number.isInteger(value.number)) return 'positive';
  return {
    message: `The size \`${value.text}\` is not known here: None and 0 mean other things in the standard library.`,
    reason: UNKNOWN_SIZE,
  };
}

function proposeObject(reference: Reference): Proposal | Advice {
  const value = reference.follow();
  const decision = new Decision();
  const uses = value.uses.map((each) => decideUse(reference, each, decision));
  const sizes = value.constructions.map((made) => sizeOf(made.call));
  const bounded =
    sizes.includes('positive') ||
    uses.includes('bounded') ||
    value.escapes.length > 0 ||
    reference.replacedMembers().size > 0 ||
    value.constructions.some((made) => made.atImport) ||
    value.uses.some((each) => each.name === 'get' && starves(reference, each, timeoutOf(each.call, 1)) !== undefined);
  const target = bounded ? 'queue.Queue' : 'queue.SimpleQueue';
  const emptied = value.constructions.some((made, index) => made.call?.arguments[0] && sizes[index] === 'none');
  for (const [index, made] of value.constructions.entries()) {
    const size = sizes[index];
    if (typeof size === 'object') decision.manual(size.message, size.reason);
    decision.change(replace(made.span, use(target)));
    const argument = made.call?.arguments[0];
    if (argument && size === 'none') decision.change(remove(made.call?.allArguments ?? argument.span));
  }
  const annotated = reference.siblings.find((each) => each.role === 'annotation');
  if (annotated)
    decision.review(
      `The annotation at line ${annotated.line} names LightQueue and stays: name the new class there.`,
      'an annotation names the old class',
    );
  const [other] = value.others;
  if (other && uses.includes('changed')) {
    decision.manual(
      `It may hold something else (${other.how}, line ${other.line}), so arguments of its methods cannot change.`,
      MAY_BE_OTHER,
    );
  }
  // A test for LightQueue is true of eventlet's other queues too, so it stays, and what it may be given stays with it.
  const tested = reference.siblings.find((each) => each.role === 'base' || each.role === 'value');
  const looked = value.escapes.length > 0 || value.uses.some((each) => each.kind === 'identity');
  if (tested && looked) {
    decision.manual(
      `Line ${tested.line} asks for the class and may be given this object; eventlet's Queue is a LightQueue too, so decide it by hand.`,
      'its class is tested for',
    );
  }
  if (tested)
    decision.review(
      `Line ${tested.line} uses the class itself and stays: it must not be given this object.`,
      'its class is used too',
    );
  if (value.escapes.length > 0) {
    decision.escapes(value.escapes, 'Check getting(), putting(), resize() and maxsize.');
  }
  decideElsewhere(value, fateOf, decision);
  return (
    decision.advice() ?? {
      kind: 'proposal',
      level: decision.level,
      title: `LightQueue → ${target}`,
      ...decision.note,
      relies: RELIES,
      becomes: becomes(target, emptied ? 'adapted' : 'same'),
      elsewhere: fateOf,
      changes: decision.changes,
    }
  );
}

/** What becomes of what other files do with a queue that escapes, which is a queue.Queue then. */
function fateOf({ kind, name }: ElsewhereUse): Fate {
  if (kind === 'identity' || kind === 'truth') return SAME;
  if ((kind === 'method' || kind === 'attribute') && KEPT.test(name)) return SAME;
  return stays(
    name ? `queue.Queue has no \`${name}\` that does the same` : `the queue is used in another way (${kind})`,
  );
}

const KEPT = /^(put|get|put_nowait|get_nowait|qsize|empty|full|queue)$/;

/** Whether a use needs queue.Queue, changes its call, or neither. */
function decideUse(reference: Reference, each: ValueUse, decision: Decision): 'plain' | 'bounded' | 'changed' {
  const at = `at line ${each.line}`;
  if (each.kind === 'identity' || each.kind === 'truth') return 'plain';
  if (each.name === 'queue' && each.kind === 'attribute') {
    decision.review(
      `The inner deque is used ${at}: queue.Queue has it too, but with native threads it may only be touched under its mutex.`,
      'its inner deque is used',
    );
    return 'bounded';
  }
  if (each.kind === 'attribute' && /^(put|get|put_nowait|get_nowait|qsize|empty)$/.test(each.name)) return 'plain';
  if (each.kind !== 'method' || !each.call) {
    decision.manual(
      `${each.name ? `\`${each.name}\` is used` : `The queue is ${each.kind}`} ${at}, which has no equivalent.`,
      NO_EQUIVALENT,
    );
    return 'plain';
  }
  switch (each.name) {
    case 'full':
      return 'bounded';
    case 'put_nowait':
    case 'get_nowait':
    case 'qsize':
    case 'empty':
      return 'plain';
    case 'put':
    case 'get':
      return decideTimeout(reference, each.call, each.name === 'put' ? 2 : 1, each.line, decision);
    default:
      decision.manual(`\`${each.name}()\` is used ${at}, which has no equivalent.`, NO_EQUIVALENT);
      return 'plain';
  }
}

function timeoutOf(call: Call | undefined, position: number): Argument | undefined {
  return call?.arguments.find(
    (argument, index) => argument.name === 'timeout' || (argument.name === undefined && index === position),
  );
}

function decideTimeout(
  reference: Reference,
  call: Call,
  position: number,
  line: number,
  decision: Decision,
): 'plain' | 'changed' {
  const at = `at line ${line}`;
  const star = call.arguments.find((argument) => argument.star !== '');
  if (star) {
    decision.review(
      `Arguments ${at} come from \`${star.star}${star.value.text}\`: a negative timeout is an error in the standard library.`,
      'a timeout may be negative',
    );
    return 'plain';
  }
  const timeout = timeoutOf(call, position);
  if (!timeout) return 'plain';
  const { value } = timeout;
  if (value.number !== undefined) {
    if (value.number >= 0) return 'plain';
    decision.change(replace(value.span, '0'));
    return 'changed';
  }
  const { sign, rational, ...facts } = reference.number(value);
  const [before, after] = sign === 'may' ? ['max(0, ', ')'] : ['', ''];
  if (sign !== 'may' && !rational) return 'plain';
  const number = rational ? ['float(', ')'] : ['', ''];
  decision.change(wrap(value.span, [before + number[0]], [number[1] + after]));
  if (sign === 'may') {
    decision.review(
      `The timeout ${at} may be negative${shownAt(facts.negativeAt, line)}: it is clamped to 0, as the standard library raises ValueError.`,
      'a timeout may be negative',
    );
  }
  if (rational)
    decision.review(
      `The timeout ${at} may be a Fraction, which SimpleQueue refuses with TypeError: it becomes a float.`,
      'a timeout may be a Fraction',
    );
  return 'changed';
}

export const transform: Transform = {
  id: 'light-queue',
  title: 'eventlet.queue.LightQueue → queue.SimpleQueue',
  instead: 'queue.SimpleQueue',
  owns: [{ name: 'eventlet.queue.LightQueue' }],
  position: 500,
  waits: ['put', 'get'],
  propose(reference) {
    if (reference.role === 'call') return proposeObject(reference);
    if (reference.role === 'base')
      return advise(
        'Subclassed: queue.Queue has the same hooks (_init, _put, _get, _qsize), SimpleQueue ignores them; port it by hand.',
        'it is subclassed',
      );
    if (reference.role === 'annotation')
      return advise(
        'Name the class that is chosen where the object is created: queue.SimpleQueue or queue.Queue.',
        'an annotation names the class',
      );
    return advise(
      "The class itself is used as a value; eventlet's other queues are LightQueues too, the standard library's are no SimpleQueues.",
      'the class is used as a value',
    );
  },
  work: [
    {
      id: 'light-queue',
      area: 'Locks, queues and locals',
      title: 'LightQueue with a size of 0 or one that is not known, or with waiters counted',
      draft:
        'Decide the size first: None becomes no argument, a positive number stays with queue.Queue, and 0, a channel whose put() waits for a getter, needs the getter to answer: join() after put(), and task_done() after get().',
      example: {
        before: 'handover = queue.LightQueue(0)\nhandover.put(item)\n',
        after: 'handover = queue.Queue()\nhandover.put(item)\nhandover.join()\n',
      },
    },
  ],
  explain: (): Page => ({
    equivalent: 'queue.SimpleQueue, or queue.Queue where there is a size',
    does: [
      'Without a size and with only put, get, put_nowait, get_nowait, qsize and empty it becomes queue.SimpleQueue. With a positive size, with full(), or where the object may be made while modules load, it becomes queue.Queue; so too where a test replaces a method of the class, which SimpleQueue refuses. A size of None or a negative one is dropped.',
    ],
    why: [
      'Sizes mean other things: None and negative numbers are no limit in eventlet, 0 makes a channel whose put() waits for a getter; in the standard library 0 is no limit. SimpleQueue takes no size at all.',
    ],
    example: {
      before:
        'from eventlet import queue\n\n\ndef collect(jobs):\n    results = queue.LightQueue()\n    window = queue.LightQueue(10)\n    for job in jobs:\n        window.put(job)\n        results.put(window.get())\n    return results.get_nowait()\n',
      after:
        'import queue\n\n\ndef collect(jobs):\n    results = queue.SimpleQueue()\n    window = queue.Queue(10)\n    for job in jobs:\n        window.put(job)\n        results.put(window.get())\n    return results.get_nowait()\n',
    },
    safe: [
      'Every use of the object is seen, and its size is absent, None, or a number other than 0.',
      'Where the code shows nothing of a timeout, it is assumed not to be negative.',
      'queue.Queue is taken where the object may be made before monkey_patch(), when a SimpleQueue would stop every green thread: at module level, or by what any module calls while it loads. A call that the project does not show is taken to come later.',
    ],
    look: [
      'At level review: a timeout that may be negative (clamped with max(0, …)), the inner deque, a queue that escapes (then queue.Queue, which has more of the methods).',
      'A loop over get(timeout=0) gets queue.Queue: while the process is green, that lets others run as LightQueue does, and SimpleQueue does not.',
      'Manual: a size of 0 or one that is not known, getting(), putting(), resize(), maxsize, subclasses and isinstance.',
    ],
    references: [
      'https://docs.python.org/3/library/queue.html#queue.SimpleQueue',
      'https://docs.python.org/3/library/queue.html#queue.Queue',
      'https://eventlet.readthedocs.io/en/latest/modules/queue.html',
    ],
  }),
};
