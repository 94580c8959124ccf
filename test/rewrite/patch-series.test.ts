// How hunks become patches, in memory: order, requirements, variants, folders, files that are made. And what messages hold.
import { describe, expect, it } from 'vitest';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { formatMessage } from '../../src/reporters/patch/commit-message.ts';
import { makeSeries, type SeriesOptions } from '../../src/rewrite/patch-series.ts';
import { render } from '../../src/rewrite/render.ts';
import { planOf } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';

const keeps = () => false;
const plainly: SeriesOptions = { keeps, apart: new Set(), split: undefined, assigned: new Map() };

const FILES = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'a/x.py': `import eventlet
from eventlet import event, queue, semaphore


def f():
    eventlet.sleep(1)
    eventlet.sleep(0)
    event.Event().send()
    semaphore.Semaphore().acquire()
    semaphore.BoundedSemaphore().acquire()
    queue.LightQueue().put(1)
`,
  'b/y.py': 'from eventlet import sleep\n\n\ndef g(time):\n    sleep(time)\n    sleep(0)\n',
};

/** The plan with requirements that the engine does not find in these files. */
function bind(plan: Plan, requires: Readonly<Record<string, readonly string[]>>): Plan {
  return { ...plan, hunks: plan.hunks.map((hunk) => ({ ...hunk, requires: requires[hunk.id] ?? hunk.requires })) };
}

function cut(plan: Plan, options: Partial<SeriesOptions> = {}, accepted: ReadonlySet<Hunk> = new Set(plan.hunks)) {
  return makeSeries(plan, accepted, { ...plainly, ...options });
}

const idsOf = (hunks: readonly Hunk[]) => hunks.map((hunk) => hunk.id);

describe('a series', () => {
  const plan = planOf(FILES);

  it('has one patch for each primitive, in a fixed order', () => {
    const keys = ['sleep', 'event', 'semaphore', 'bounded-semaphore', 'light-queue'];
    expect(cut(plan).map((patch) => patch.key)).toEqual(keys);
    const told = (series: ReturnType<typeof cut>) =>
      series.map(({ key, hunks, changes }) => [key, idsOf(hunks), changes.map((change) => change.after)]);
    expect(told(cut(plan, {}, new Set([...plan.hunks].reverse())))).toEqual(told(cut(plan)));
    expect(cut(plan, {}, new Set())).toEqual([]);
  });

  it('sets a variant apart where it is told to', () => {
    const series = cut(plan, { apart: new Set(['sleep:yield']) });
    expect(series.slice(0, 2).map(({ key, hunks }) => [key, hunks.length])).toEqual([
      ['sleep', 2],
      ['sleep:yield', 2],
    ]);
    const [, yields] = series;
    const message = yields && formatMessage(yields, context(plan));
    expect(message?.subject).toBe('Replace eventlet.sleep(0) with time.sleep');
  });

  it('is split by the first folders', () => {
    expect(
      cut(plan, { split: 1 })
        .map((patch) => patch.key)
        .slice(0, 3),
    ).toEqual(['sleep@a', 'sleep@b', 'event@a']);
  });

  it('ends with what all hunks render to, and each of its steps begins where the one before ended', () => {
    for (const options of [{}, { split: 1 }, { apart: new Set(['sleep:yield']) }]) {
      const state = new Map<string, Buffer>();
      for (const patch of cut(plan, options)) {
        expect(patch.changes.length).toBeGreaterThan(0);
        for (const change of patch.changes) {
          expect(change.bytesBefore).toEqual(state.get(change.path) ?? Buffer.from(FILES[change.path as 'a/x.py']));
          state.set(change.path, change.bytesAfter);
        }
        expect(compileErrors([...state.values()]).filter((error) => error !== null)).toEqual([]);
      }
      const whole = render(plan, new Set(plan.hunks), keeps).map((change) => [change.path, change.bytesAfter]);
      expect([...state].sort()).toEqual(whole);
    }
  });

  it('puts what requires something into the last patch that has any of it', () => {
    const [follower = '', other = ''] = idsOf(plan.hunks.filter((hunk) => hunk.path === 'b/y.py'));
    const leaders = idsOf(plan.hunks.filter((hunk) => hunk.path === 'a/x.py' && /^(sleep|semaphore):/.test(hunk.id)));
    const bound = bind(plan, { [follower]: leaders, [other]: [follower] });
    const series = cut(bound);
    const at = (id: string) => series.findIndex((patch) => idsOf(patch.hunks).includes(id));
    expect(series[at(follower)]?.key).toBe('semaphore');
    expect(at(other)).toBe(at(follower));
    const split = cut(bind(plan, { [follower]: [leaders[0] ?? ''] }), { split: 1 });
    expect(split.map((patch) => patch.key).slice(0, 2)).toEqual(['sleep@a', 'sleep@b']);
    expect(idsOf(split[0]?.hunks ?? [])).toContain(follower);
    const mutual = cut(bind(plan, { [follower]: [other, ...leaders], [other]: [follower] }));
    const both = mutual.filter(({ hunks }) => idsOf(hunks).some((id) => id === follower || id === other));
    expect(both.map(({ key }) => key)).toEqual(['semaphore']);
  });
});

function context(plan: Plan) {
  return {
    plan,
    accepted: new Set(plan.hunks),
    split: undefined,
    templates: { subject: undefined, body: undefined },
    trailers: [],
  };
}

describe('a subject', () => {
  it.each([
    ['a', 'Replace eventlet.sleep with time.sleep in a'],
    ['some/very/long/folder', 'Replace eventlet.sleep in some/very/long/folder'],
    ['f'.repeat(50), `Replace eventlet's sleep in ...${'f'.repeat(41)}`],
    ['größe', 'Replace eventlet.sleep in "gr\\303\\266\\303\\237e"'],
  ])('tells the folder %s in at most 72 characters', (folder, expected) => {
    const plan = planOf({ [`${folder}/m.py`]: 'import eventlet\neventlet.sleep(1)\n' });
    const [patch] = cut(plan, { split: 9 });
    const { subject, text } = patch ? formatMessage(patch, { ...context(plan), split: 9 }) : { subject: '', text: '' };
    expect(subject).toBe(expected);
    expect(subject.length).toBeLessThanOrEqual(72);
    expect(text).toMatch(/^[\n -~]*$/);
  });
});
