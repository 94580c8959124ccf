// Hunks that need each other by the words of their transforms: objects that must be rewritten too, and what goes together.
import { describe, expect, it } from 'vitest';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { decideByFile, decideByLevel, resolveRequirements } from '../../src/rewrite/decisions.ts';
import { makeSeries } from '../../src/rewrite/patch-series.ts';
import { openSession } from '../../src/tui/session.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { ledgerOf } from '../support/plan.ts';
import { breaches } from '../support/plan-laws.ts';
import { NOTHING, settingOf, type } from '../support/review-session.ts';

const TEST = 'import lib\n\n\ndef check(x):\n    return isinstance(x, lib.Crate)\n';
const boxes = (...made: readonly string[]) =>
  planOfLib({
    'pkg/__init__.py': '',
    'pkg/test.py': TEST,
    ...Object.fromEntries(made.map((call, index) => [`pkg/made${index}.py`, `import lib\n\nx = ${call}\n`])),
  });
const levels = (plan: Plan) => plan.hunks.map(({ path, level }) => `${path} ${level}`);
const said = (plan: Plan, path: string) =>
  ledgerOf(plan).flatMap((entry) => (entry.path === path && entry.role !== 'import' ? [entry.message] : []));

describe('a hunk that requires objects', () => {
  it('is none where one of them is not rewritten', () => {
    const plan = boxes('lib.Crate(1)', 'lib.Crate()');
    expect(levels(plan)).toEqual(['pkg/made0.py review']);
    expect(said(plan, 'pkg/test.py')).toEqual([
      'It belongs to the object created at pkg/made1.py:3, which is not rewritten.',
    ]);
  });

  it('is none where one of them is in a file that is not worked on', () => {
    const files = { 'pkg/__init__.py': '', 'pkg/made.py': 'import lib\n\nx = lib.Crate(1)\n', 'pkg/test.py': TEST };
    const entries = Object.entries(files).map(([path, text]) => {
      return { path, bytes: Buffer.from(text), python: true, chosen: path === 'pkg/test.py' };
    });
    const plan = makePlan(entries, libRegistry);
    expect(plan.hunks).toEqual([]);
    expect(said(plan, 'pkg/test.py')).toEqual([
      'It belongs to the object created at pkg/made.py:3, which is not rewritten.',
    ]);
  });

  it('is never surer than they are', () => {
    expect(levels(boxes('lib.Crate(1)'))).toEqual(['pkg/made0.py review', 'pkg/test.py review']);
    expect(levels(boxes('lib.Crate(1)', 'lib.Crate(1, 2)'))).toEqual([
      'pkg/made0.py review',
      'pkg/made1.py draft',
      'pkg/test.py draft',
    ]);
    expect(levels(boxes())).toEqual(['pkg/test.py safe']);
  });

  it('is taken with all of them only', () => {
    const plan = boxes('lib.Crate(1)', 'lib.Crate(2)');
    const [one, two, test] = plan.hunks.map(({ id }) => id);
    const taken = (...ids: (string | undefined)[]) =>
      [...resolveRequirements(plan, new Set(ids.flatMap((id) => id ?? []))).accepted].map(({ id }) => id);
    expect(taken(one, test)).toEqual([one]);
    expect(taken(one, two, test)).toEqual([one, two, test]);
    expect(breaches([plan])).toEqual([]);
  });
});

describe('hunks that go together', () => {
  const END = { 'pkg/a.py': 'import lib\n\nx = lib.first_end(1)\n', 'pkg/b.py': 'import lib\n\ny = lib.last_end(1)\n' };
  const plan = planOfLib(END);

  it('are none where the wish of the configuration takes one away', () => {
    const less = planOfLib(END, { levels: new Map([['last-end', 'manual']]) });
    expect(less.hunks).toEqual([]);
    expect(said(less, 'pkg/a.py')).toEqual(['It requires last-end:pkg/b.py:<module>:1, which is manual.']);
  });

  it('are as sure as the least sure of them', () => {
    expect(levels(plan)).toEqual(['pkg/a.py review', 'pkg/b.py review']);
    expect(decideByLevel(plan, 'safe').accepted.size).toBe(0);
    expect(decideByLevel(plan, 'review').accepted.size).toBe(2);
  });

  it('are taken all or none', () => {
    for (const { id } of plan.hunks) {
      const { accepted, dropped } = decideByFile(plan, new Map([[id, 'accept']]));
      expect([accepted.size, dropped.map(({ hunk }) => hunk.id)]).toEqual([0, [id]]);
    }
    const session = type(openSession(settingOf(plan), NOTHING), ['enter', 'y']);
    expect([...session.decisions.marks.values()]).toEqual(['accept', 'accept']);
    const skipped = type(openSession(settingOf(plan), NOTHING), ['enter', 'n']);
    expect([...skipped.decisions.marks.values()]).toEqual(['skip', 'skip']);
  });

  it('are one patch of a series, after what any of them needs', () => {
    const options = { keeps: () => false, apart: new Set<string>(), split: undefined, assigned: new Map() };
    const patches = makeSeries(plan, new Set(plan.hunks), options);
    expect(patches.map(({ hunks }) => hunks.map(({ path }) => path))).toEqual([['pkg/a.py', 'pkg/b.py']]);
    expect(breaches([plan])).toEqual([]);
  });

  it('are found again in any order of the files', () => {
    const turned = planOfLib(Object.fromEntries(Object.entries(END).reverse()));
    expect(turned.hunks).toEqual(plan.hunks);
  });
});
