// eventlet.event.Event → concurrent.futures.Future, where the event carries a value or an exception to its waiters.
//
// Kept: every waiter gets the value, or the exception is raised in it; ready() is done(). Different, so never safe: a second
// send raises InvalidStateError instead of AssertionError; a Future that is made before monkey_patch() cannot be waited for
// by green threads. Left out: a wait with a timeout (eventlet gives None, a Future raises), reset, poll, has_result.
import {
  type Advice,
  type Change,
  insertAt,
  type Proposal,
  remove,
  replace,
  use,
  type Value,
  type ValueUse,
} from '../../src/transform.ts';

/** The rewrite to a Future; undefined where the uses do not allow it. */
export function proposeFuture(value: Value): Proposal | Advice | undefined {
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
    note: 'It carries a value, so it becomes a Future: send() → set_result(), wait() → result(), ready() → done(); a second send raises InvalidStateError, not AssertionError.',
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

/** Whether a use gives the waiters something: a value that is not None, or an exception. */
export function carries(each: ValueUse): boolean {
  if (each.kind !== 'method') return false;
  if (each.name === 'send_exception') return true;
  const [argument] = each.call?.arguments ?? [];
  return each.name === 'send' && argument !== undefined && !/^(None|True)$/.test(argument.value.text);
}
