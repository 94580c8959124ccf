// What may be done with each case of test/cases is known: here the tool must not do more, and not less than it did.
// That what it does is right, test/full/behaviour.test.ts proves by running both sides.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Case, cases, type Verdict } from '../support/cases.ts';
import { expectGolden } from '../support/golden.ts';
import { accept, idsAt, ledgerOf, planOf, registry } from '../support/plan.ts';
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

/** What becomes at level safe of the cases that have an equivalent; UPDATE_SNAPSHOTS=1 writes it. */
const GOLDEN = fileURLToPath(new URL('../golden/cases.txt', import.meta.url));

const path = 'before.py';
const plans = cases.map((each) => {
  const plan = planOf({ [path]: each.before });
  return { ...each, plan, safe: String(accept(plan, idsAt(plan, 'safe'))[path]) };
});
const of = (...verdicts: readonly Verdict[]) => plans.filter(({ verdict }) => verdicts.includes(verdict));

type Planned = (typeof plans)[number];

/** Whether something is rewritten and nothing of the library is left, except the patch, which goes last and by hand. */
function isWhole({ before, safe }: Planned): boolean {
  if (safe === before) return false;
  const rest = safe.replace(/^import eventlet\n/m, '').replace(/^eventlet\.monkey_patch\(.*\)\n/m, '');
  return !/^[^#\n]*\beventlet\b/m.test(rest) || !/^[ \t]*(?:from|import)[ \t].*\beventlet\b/m.test(safe);
}

/** What is said of what stays; the patch goes last. */
function reasonsOf(each: Planned): string[] {
  if (isWhole(each)) return [];
  const stays = ledgerOf(each.plan).filter(
    ({ verdict, role }) => /^(review|manual)$/.test(verdict) && !/^(import|attribute)$/.test(role),
  );
  return stays
    .filter(({ name }) => registry.ownerOf(name)?.name !== PATCH)
    .map(({ line, name, message }) => `  ${line} ${name}: ${message}`);
}

const PATCH = registry.transforms.find(({ patching }) => patching)?.patching?.name;

/** Whether transforms that rewrite own all that a case is about. */
function isOwned({ apis }: Case): boolean {
  const owners = apis.map((api) => registry.ownerOf(api)?.transform);
  return owners.every((owner) => owner !== undefined && owner.roots === undefined);
}

describe('the cases', () => {
  it('are all here', () => {
    const folders = readdirSync(new URL('../cases/', import.meta.url)).filter((name) => name !== 'index.json');
    expect(cases.map(({ name }) => name).sort()).toEqual(folders.sort());
    expect(cases.length).toBeGreaterThanOrEqual(185);
    expect(cases.filter(({ before, expected }) => before === '' || expected === '')).toEqual([]);
  });

  it.each(of('leave'))('$name: nothing is proposed', ({ plan }) => {
    expect(plan.hunks).toEqual([]);
  });

  it.each(of('manual', 'review'))('$name: left to a person ($why)', ({ name, before, safe }) => {
    expect(safe !== before, CHANGED[name] ?? 'safe says that nobody need look').toBe(name in CHANGED);
  });

  it('lose nothing but their monkey patch at level safe, but for the reasons that the golden holds', () => {
    const all = of('rewrite').filter(isOwned);
    expect(all.length).toBeGreaterThan(40);
    const lines = all.flatMap((each) => [`${each.name}: ${isWhole(each) ? 'whole' : 'in part'}`, ...reasonsOf(each)]);
    expectGolden(GOLDEN, `${lines.join('\n')}\n`);
  });

  it('are valid Python at both levels', () => {
    const rendered = plans.flatMap(({ plan, safe }) => [
      Buffer.from(safe),
      accept(plan, idsAt(plan, 'review'))[path] ?? Buffer.alloc(0),
    ]);
    expect(compileErrors(rendered).filter((error) => error !== null)).toEqual([]);
  });
});
