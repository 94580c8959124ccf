// Which work a use of Timeout or of spawn is part of. The name alone does not say: the same class limits a wait, ends a
// block without a word or stands in a test, and each is solved in another way. Decided by the syntax around it alone.
import type { Call, Context, HandlerSetting, Reference, StatementContext } from '../../src/transform.ts';

/** A group of work, and what sets a place apart in it. */
export interface Task {
  readonly group: string;
  readonly detail?: string;
}

/** The work that a use of Timeout, or of a name that is the same to its users, is part of. */
export function timeoutTask(reference: Reference): Task {
  const setting = reference.setting();
  const { clause, context, member, inTuple } = setting;
  if (reference.role === 'string' || isSimulated(reference, setting)) return { group: 'timeout-simulated' };
  if (clause) return caughtTask(reference, clause);
  // `Timeout.__init__(self, …)`: what a class that derives from it does.
  if (reference.role === 'base' || (reference.role === 'value' && /^__\w+__$/.test(member ?? '')))
    return { group: 'timeout-subclass' };
  if (reference.typeTest) return { group: 'timeout-caught', detail: 'asked for by its type' };
  if (!reference.call) {
    if (inTuple) return { group: 'timeout-caught', detail: 'in a tuple of exceptions' };
    return { group: 'timeout-cancel', detail: 'the class itself is passed on' };
  }
  const raises = raisedBy(reference.call);
  if (!context) return { group: 'timeout-cancel', detail: keptDetail(setting, raises) };
  const detail = contextDetail(reference, context, raises);
  if (setting.held?.members.includes('cancel')) return { group: 'timeout-cancel', detail };
  if (raises === 'itself') return { group: 'timeout-with', detail };
  return { group: raises === 'nothing' ? 'timeout-silent' : 'timeout-exception', detail };
}

/** Raised by hand, expected by an assertion, or what a mock raises: no time is measured there. */
function isSimulated(reference: Reference, { raised, givenAs }: StatementContext): boolean {
  if (raised || /^(side_effect|return_value|raises|exc|exception)$/.test(givenAs ?? '')) return true;
  const callee = reference.argumentOf?.call.calleeText ?? '';
  return /(^|\.)(assertRaises\w*|assert_raises\w*|raises|set_exception|send_exception|throw)$/.test(callee);
}

/** What runs out with the limit: the Timeout itself, nothing that is seen outside, or the text of another exception. */
function raisedBy(call: Call): string {
  const given = call.arguments.find(
    (argument, index) => argument.name === 'exception' || (index === 1 && !argument.name),
  );
  const text = given?.star === '' ? given.value.text : 'None';
  if (text === 'False') return 'nothing';
  return text === 'None' || text === 'True' ? 'itself' : text;
}

function caughtTask(reference: Reference, { beside, above, from, to }: HandlerSetting): Task {
  const broad = (name: string) => /^(Exception|BaseException)$/.test(name);
  const inBody = reference.siblings.filter(({ line }) => line >= from && line <= to);
  // A handler further in comes first, and after the limit that it is for.
  const within = inBody
    .filter(
      ({ role, line }) => role === 'call' && !inBody.some((other) => other.role === 'except' && other.line > line),
    )
    .map(({ line }) => line);
  const limits = within.length > 0 ? `of the limit at line ${within.join(', ')}` : undefined;
  if (beside.some(broad)) return { group: 'timeout-beside', ...(limits ? { detail: limits } : {}) };
  const first = above.find(broad);
  const clauses = [
    limits,
    beside.length > 0 ? `beside ${beside.join(', ')}` : undefined,
    first ? `except ${first} stands above it` : undefined,
  ].filter((text) => text !== undefined);
  return { group: 'timeout-caught', ...(clauses.length > 0 ? { detail: clauses.join('; ') } : {}) };
}

const MOST_CALLS = 3;

function contextDetail(reference: Reference, { runs, yields }: Context, raises: string): string {
  const shown = runs.slice(0, MOST_CALLS);
  if (runs.length > MOST_CALLS) shown.push(`${runs.length - MOST_CALLS} more`);
  const seconds = reference.call?.arguments[0]?.value;
  return [
    shown.length > 0 ? `around ${shown.join(', ')}` : 'around no call',
    raises === 'itself' || raises === 'nothing' ? undefined : `raises ${raises}`,
    yields ? 'yields inside, so its consumer runs under the limit too' : undefined,
    seconds?.kind === 'none' ? 'None: it never runs out' : undefined,
  ]
    .filter((text) => text !== undefined)
    .join('; ');
}

function keptDetail({ held, givenAs }: StatementContext, raises: string): string {
  const parts = [
    held
      ? `kept in ${held.name}${held.members.length > 0 ? `: ${held.members.join(', ')}` : ', no cancel() in sight'}`
      : undefined,
    !held && givenAs ? `given as ${givenAs}` : undefined,
    !held && !givenAs ? 'passed on, or not kept at all' : undefined,
    raises === 'itself' ? undefined : `raises ${raises}`,
  ];
  return parts.filter((text) => text !== undefined).join('; ');
}

/** The work that a use of spawn() or spawn_n() is part of. */
export function spawnTask(reference: Reference): Task {
  const { call } = reference;
  if (!call)
    return { group: 'spawn-wait', detail: reference.role === 'string' ? 'mocked' : 'the function itself is passed on' };
  const what = call.arguments[0];
  const runs = what && what.star === '' && /^[\w.]+$/.test(what.value.text) ? `runs ${what.value.text}` : undefined;
  if (call.result === 'unused') return { group: 'spawn-forget', ...(runs ? { detail: runs } : {}) };
  const { held } = reference.setting();
  const members = held
    ? `kept in ${held.name}${held.members.length > 0 ? `: ${held.members.join(', ')}` : ''}`
    : undefined;
  const detail = [runs, members].filter((text) => text !== undefined).join('; ');
  const ended = held?.members.some((member) => /^(kill|cancel|throw)$/.test(member));
  return { group: ended ? 'spawn-kill' : 'spawn-wait', ...(detail ? { detail } : {}) };
}

/** The work that a call of with_timeout() is part of. */
export function limitedCallTask({ call }: Reference): Task {
  const what = call?.arguments[1];
  const silent = call?.arguments.some((argument) => argument.name === 'timeout_value') ?? false;
  if (!what) return { group: 'timeout-call' };
  return { group: 'timeout-call', detail: `calls ${what.value.text}()${silent ? '; gives timeout_value' : ''}` };
}

/** What a call replaces of a module: `spawn` of `mock.patch.object(lib, 'spawn')`. */
export function replacedMember({ argumentOf }: Reference): string | undefined {
  if (argumentOf?.index !== 0) return undefined;
  const named = argumentOf.call.arguments[1];
  return named?.value.kind === 'string' ? /^['"](\w+)['"]$/.exec(named.value.text)?.[1] : undefined;
}
