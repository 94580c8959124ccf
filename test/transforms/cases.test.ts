// What may be done with each case of test/cases is known: here the tool must not do more, and not less than it did.
// That what it does is right, test/full/behaviour.test.ts proves by running both sides.
import { describe, expect, it } from 'vitest';
import { type Case, cases, type Verdict } from '../support/cases.ts';
import { accept, idsAt, planOf } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';

/** Cases for a person that are changed at level safe all the same, and why that is right. */
const CHANGED: Readonly<Record<string, string>> = {
  '024_sleep_conditional_expression': 'The call with one plain argument is safe; the one with a star argument stays.',
  '026_sleep_numpy_like_float_subclass':
    'The call outside of the handler is safe; the one that may raise TypeError stays.',
  '069_event_sender_runs_on_first': 'The order of two threads is what differs, and no tool sees who relies on it.',
  '126_lightqueue_simplequeue_bound_before_patch':
    'Not SimpleQueue but queue.Queue is written where a module makes it, which works while the process is green; spawn_n stays.',
  '329_semaphore_balance_with_waiters': 'A call of sleep beside the semaphore is safe; the semaphore itself stays.',
};

const OWNED = new Set([
  ...['eventlet.sleep', 'eventlet.greenthread.sleep', 'eventlet.event.Event', 'eventlet.Event'],
  ...['eventlet.semaphore.Semaphore', 'eventlet.Semaphore', 'eventlet.queue.LightQueue'],
  ...['eventlet.semaphore.BoundedSemaphore', 'eventlet.BoundedSemaphore'],
]);

/** The cases that have an equivalent and lose nothing but their monkey patch at level safe: this list only grows. */
const REWRITTEN: readonly string[] = [
  '002_sleep_no_argument',
  '003_sleep_keyword',
  '005_sleep_negative_literal',
  '008_sleep_from_import_as',
  '009_sleep_greenthread_module',
  '011_sleep_shadowed_by_parameter_time',
  '012_sleep_name_time_is_a_function',
  '020_sleep_function_level_import',
  '050_event_signal_only',
  '051_event_ready',
  '053_event_send_explicit_none',
  '054_event_many_waiters',
  '068_event_local_variable_named_event',
  '080_semaphore_with_block',
  '081_semaphore_acquire_release_values',
  '084_semaphore_nonblocking_with_minus_one',
  '086_semaphore_release_blocking_keyword',
  '087_semaphore_release_positional',
  '095_bounded_top_level_alias',
  '101_semaphore_and_event_imported_together',
  '102_semaphore_keyword_blocking_positional_timeout',
  '110_lightqueue_fifo',
  '114_lightqueue_full_without_size',
  '123_lightqueue_put_extra_arguments',
  '125_lightqueue_producer_consumer',
  '138_bounded_lightqueue_backpressure',
  '275_strings_comments_and_docstrings',
  '278_dotted_import_binds_package',
  '279_existing_threading_alias',
  '291_event_name_reused_as_variable',
  '326_event_loop_condition_send_true',
  '348_parameter_called_eventlet',
  '350_event_in_closure_and_nested_function',
  '360_lightqueue_made_at_one_remove_before_patch',
  '363_event_send_asked_before_in_try',
  '371_sleep_never_negative',
  '373_semaphore_count_whole',
];

/** Those that have one too, but where more than level safe is needed, or where a part stays. */
const NOT_WHOLLY: Readonly<Record<string, string>> = {
  '071_event_isinstance_and_annotation': 'The object goes to a function that asks for its class.',
  '083_semaphore_timeout_minus_one': 'release is handed on as a value, so a person looks at who calls it.',
  '111_lightqueue_positive_maxsize': "eventlet.queue.Full, which is the same class in queue, is nobody's yet.",
  '135_lightqueue_truthiness_and_len': 'The queue goes to functions that are not seen.',
  '335_walrus_lambda_and_nested_calls': 'A queue in a tuple that is looped over is not followed.',
};

const path = 'before.py';
const plans = cases.map((each) => {
  const plan = planOf({ [path]: each.before });
  return { ...each, plan, safe: String(accept(plan, idsAt(plan, 'safe'))[path]) };
});
const of = (...verdicts: readonly Verdict[]) => plans.filter(({ verdict }) => verdicts.includes(verdict));

/** Whether nothing of the library is left, except the patch, which goes last and by hand. */
function isWhole(text: string): boolean {
  const rest = text.replace(/^import eventlet\n/m, '').replace(/^eventlet\.monkey_patch\(.*\)\n/m, '');
  return !/^[^#\n]*\beventlet\b/m.test(rest) || !/^[ \t]*(?:from|import)[ \t].*\beventlet\b/m.test(text);
}

const isOwned = ({ apis }: Case) => apis.every((api) => OWNED.has(api));

describe('the cases', () => {
  it('are all here', () => {
    expect(cases.length).toBe(185);
    expect(cases.filter(({ before, expected }) => before === '' || expected === '')).toEqual([]);
  });

  it.each(of('leave'))('$name: nothing is proposed', ({ plan }) => {
    expect(plan.hunks).toEqual([]);
  });

  it.each(of('manual', 'review'))('$name: left to a person ($why)', ({ name, before, safe }) => {
    expect(safe !== before, CHANGED[name] ?? 'safe says that nobody need look').toBe(name in CHANGED);
  });

  it('are rewritten wholly at level safe as far as they were', () => {
    const whole = of('rewrite').filter((each) => isOwned(each) && each.safe !== each.before && isWhole(each.safe));
    expect(whole.map(({ name }) => name)).toEqual(REWRITTEN);
  });

  it('are not rewritten wholly only for the reasons known', () => {
    const rest = of('rewrite').filter((each) => isOwned(each) && !(each.safe !== each.before && isWhole(each.safe)));
    expect(rest.map(({ name }) => name)).toEqual(Object.keys(NOT_WHOLLY));
  });

  it('are valid Python at both levels', () => {
    const rendered = plans.flatMap(({ plan, safe }) => [
      Buffer.from(safe),
      accept(plan, idsAt(plan, 'review'))[path] ?? Buffer.alloc(0),
    ]);
    expect(compileErrors(rendered).filter((error) => error !== null)).toEqual([]);
  });
});
