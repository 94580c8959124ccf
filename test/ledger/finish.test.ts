// What is right only when nothing of the library is left: never offered before, and never taken before the rest.
import { describe, expect, it } from 'vitest';
import { planFinish } from '../../src/ledger/finish.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { decideByFile, decideByLevel, resolveRequirements } from '../../src/rewrite/decisions.ts';
import { makeSeries } from '../../src/rewrite/patch-series.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { accept, type Files, ledgerOf } from '../support/plan.ts';
import { allSubsets, breaches } from '../support/plan-laws.ts';

const FILES = {
  'pkg/__init__.py': '',
  'pkg/main.py': 'import lib\n\nlib.begin()\nRUN = 1\n',
  'pkg/work.py': 'import lib\n\n\ndef work(f):\n    lib.nap(1)\n    return lib.execute(f, 1)\n',
};
const NAP = 'nap:pkg/work.py:work:1';
const EXECUTE = 'execute:pkg/work.py:work:1';
const BEGIN = 'begin:pkg/main.py:<module>:1';

const asked = (files: Files) => planFinish((finish) => planOfLib(files, { finish }));
const levels = (plan: Plan) => Object.fromEntries(plan.hunks.map(({ id, level }) => [id, level]));
const ids = (hunks: Iterable<{ readonly id: string }>) => [...hunks].map(({ id }) => id).sort();
const blocking = (files: Files) => {
  const { plan, blockers } = asked(files);
  return {
    levels: levels(plan),
    places: blockers.places.map(({ path, line, group }) => `${path}:${line} ${group}`),
    files: blockers.files.map(({ path }) => path),
  };
};

describe('what is right only at the end is not offered', () => {
  const early = levels(planOfLib(FILES));

  it('where it is not asked for: it is what it says until then', () => {
    expect(early).toEqual({ [NAP]: 'safe', [EXECUTE]: 'draft' });
    const said = ledgerOf(planOfLib(FILES)).find(({ path, role }) => path === 'pkg/main.py' && role === 'call');
    expect([said?.verdict, said?.message]).toEqual(['manual', 'It goes when nothing else is left.']);
  });

  it('where one place is manual, be it in a test', () => {
    const test = { 'pkg/test_work.py': 'import lib\n\nlib.other()\n' };
    expect(blocking({ ...FILES, ...test })).toEqual({
      levels: early,
      places: ['pkg/test_work.py:3 rest'],
      files: [],
    });
  });

  it('where a mock stays, or a string imports it', () => {
    const start = 'import lib\n\n\ndef go(f):\n    lib.start(f)\n';
    const mock =
      "from unittest import mock\n\nfrom pkg import start\n\n\n@mock.patch('pkg.start.lib.start')\ndef test(fake):\n    start.go(len)\n";
    expect(blocking({ ...FILES, 'pkg/start.py': start }).places).toEqual([]);
    expect(blocking({ ...FILES, 'pkg/start.py': start, 'pkg/test_start.py': mock }).places).toEqual([
      'pkg/test_start.py:6 start',
    ]);
    const named = "import importlib\n\nimportlib.import_module('lib.thing')\n";
    expect(blocking({ ...FILES, 'pkg/named.py': named }).places.length).toBe(1);
  });

  it('where an import is left that nothing uses', () => {
    expect(blocking({ ...FILES, 'pkg/unused.py': 'import lib\n' }).places.length).toBe(1);
    expect(blocking({ ...FILES, 'pkg/star.py': 'from lib import *\n' }).places.length).toBe(1);
  });

  it('where a file cannot be read, or is not worked on', () => {
    expect(blocking({ ...FILES, 'pkg/broken.py': 'import lib\ndef (:\n' }).files).toEqual(['pkg/broken.py']);
    const entries = Object.entries(FILES).map(([path, text]) => {
      return { path, bytes: Buffer.from(text), python: true, chosen: path !== 'pkg/main.py' };
    });
    const { plan, blockers } = planFinish((finish) => makePlan(entries, libRegistry, { finish }));
    expect(blockers.files.map(({ path }) => path)).toEqual(['pkg/main.py']);
    expect(levels(plan)).toEqual(early);
  });
});

describe('what is right only at the end', () => {
  const { plan, blockers } = asked(FILES);

  it('is offered where nothing else is left', () => {
    expect(blockers).toEqual({ places: [], files: [] });
    expect(levels(plan)).toEqual({ [NAP]: 'safe', [EXECUTE]: 'review', [BEGIN]: 'safe' });
    const text = { 'pkg/read.py': '# lib is gone\n', 'requirements.txt': 'lib>=1\n' };
    expect(asked({ ...FILES, ...text }).blockers.places).toEqual([]);
  });

  it('falls with one warning where another hunk is not taken', () => {
    const taken = decideByFile(plan, new Map([BEGIN, EXECUTE].map((id) => [id, 'accept'])));
    expect([ids(taken.accepted), taken.dropped]).toEqual([[], []]);
    expect(ids(taken.tooEarly.hunks)).toEqual([BEGIN, EXECUTE]);
    expect(taken.tooEarly.missing).toEqual([NAP]);
    expect(ids(resolveRequirements({ ...plan, leftOut: new Set(['x']) }, new Set(ids(plan.hunks))).accepted)).toEqual([
      NAP,
    ]);
  });

  it('is taken by its level with all others', () => {
    const safe = decideByLevel(plan, 'safe');
    expect([ids(safe.accepted), safe.tooEarly.missing]).toEqual([[NAP], [EXECUTE]]);
    const all = decideByLevel(plan, 'review');
    expect(ids(all.accepted)).toEqual([BEGIN, EXECUTE, NAP]);
    const after = accept(plan, new Set(ids(all.accepted)));
    expect(String(after['pkg/main.py'])).toBe('RUN = 1\n');
    expect(String(after['pkg/work.py'])).toBe('import time\n\n\ndef work(f):\n    time.sleep(1)\n    return f(1)\n');
  });

  it('is the end of a series, whatever the place of its transform', () => {
    const options = { keeps: () => false, apart: new Set<string>(), split: undefined, assigned: new Map() };
    const keys = makeSeries(plan, new Set(plan.hunks), options).map(({ key }) => key);
    expect(keys).toEqual(['nap', 'begin:finish', 'execute:finish']);
  });

  it('keeps the laws of hunks', () => {
    expect(breaches([plan], allSubsets)).toEqual([]);
  });
});
