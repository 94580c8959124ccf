// What may be done with each case of test/cases is known: here the tool must not do more, and not less than it did.
// That what it does is right, test/full/behaviour.test.ts proves by running both sides.
import { describe, expect, it } from 'vitest';
import { type Case, cases, type Verdict } from '../support/cases.ts';
import { accept, idsAt, planOf, registry } from '../support/plan.ts';
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

/** The cases that have an equivalent, and where more than level safe is needed, or where a part stays. */
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

/** Whether transforms that rewrite own all that a case is about. */
function isOwned({ apis }: Case): boolean {
  const owners = apis.map((api) => registry.ownerOf(api)?.transform);
  return owners.every((owner) => owner !== undefined && owner.roots === undefined);
}

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

  it('lose nothing but their monkey patch at level safe, but for the reasons known', () => {
    const all = of('rewrite').filter(isOwned);
    const rest = all.filter((each) => each.safe === each.before || !isWhole(each.safe));
    expect(all.length).toBeGreaterThan(40);
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
