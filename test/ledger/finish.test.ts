// What is right only when nothing of the library is left: never offered before, and never taken before the rest.
import { describe, expect, it } from 'vitest';
import { planFinish } from '../../src/ledger/finish.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { register } from '../../src/project/symbol-owners.ts';
import { decideByFile, decideByLevel, resolveRequirements } from '../../src/rewrite/decisions.ts';
import { withEdits } from '../../src/rewrite/manual-edit.ts';
import { makeSeries } from '../../src/rewrite/patch-series.ts';
import { previewHunk } from '../../src/rewrite/preview.ts';
import { advise, type FileProposal } from '../../src/transform.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { made } from '../support/made-transform.ts';
import { accept, type Files, ledgerOf, planWith } from '../support/plan.ts';
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

describe('what files that are no Python say', () => {
  const REQUIREMENTS = 'six\r\nlib>=1  # \u00e9\r\ngreenlib\r\n';
  const TEXTS = { 'requirements.txt': REQUIREMENTS, 'setup.cfg': '[metadata]\n', 'README.rst': 'lib\n' };
  const { plan } = asked({ ...FILES, ...TEXTS });
  const LIB = 'finish:requirements.txt::1';
  const GREENLIB = 'finish:requirements.txt::2';
  const NOTE = 'finish:setup.cfg::1';
  const taken = (...some: string[]) => accept(plan, new Set([NAP, EXECUTE, BEGIN, ...some]));

  it('is a hunk at the end, and of nothing before', () => {
    expect(ids(plan.hunks.filter(({ path }) => path in TEXTS))).toEqual([LIB, GREENLIB, NOTE].sort());
    expect(planOfLib({ ...FILES, ...TEXTS }).texts.size).toBe(0);
    expect(ids(asked({ ...FILES, ...TEXTS, 'pkg/x.py': 'import lib\n' }).plan.hunks)).toEqual([EXECUTE, NAP].sort());
    expect(ids(asked({ ...FILES, ...TEXTS, 'pkg/x.py': 'import greenlib.y\n' }).plan.hunks)).not.toContain(GREENLIB);
  });

  it('goes with all references, and keeps line ends and bytes that are not edited', () => {
    expect(resolveRequirements(plan, new Set([LIB])).tooEarly.hunks).toHaveLength(1);
    expect(String(taken(LIB)['requirements.txt'])).toBe('six\r\ngreenlib\r\n');
    expect(String(taken(GREENLIB, NOTE)['setup.cfg'])).toBe('# done\n[metadata]\n');
    const latin = Buffer.from('\u00fc\r\nlib\n', 'latin1');
    const other = asked({ ...FILES, 'requirements.txt': latin }).plan;
    expect(accept(other, new Set(ids(other.hunks)))['requirements.txt']).toEqual(Buffer.from('\u00fc\r\n', 'latin1'));
    const bom = asked({ ...FILES, 'requirements.txt': '\ufefflib\nsix\n' }).plan;
    expect(String(accept(bom, new Set(ids(bom.hunks)))['requirements.txt'])).toBe('\ufeffsix\n');
    const binary = asked({ ...FILES, 'requirements.txt': 'lib\n\0' }).plan;
    expect(ids(binary.hunks)).not.toContain(LIB);
  });

  it('holds nothing up where it is not taken, and is the very last patch', () => {
    const all = decideByLevel(plan, 'review');
    expect(ids(all.accepted)).toEqual([BEGIN, EXECUTE, NAP, LIB, GREENLIB].sort());
    const options = { keeps: () => false, apart: new Set<string>(), split: undefined, assigned: new Map() };
    expect(makeSeries(plan, all.accepted, options).map(({ key }) => key)).toEqual([
      'nap',
      'begin:finish',
      'execute:finish',
      'finish:finish',
    ]);
    expect(breaches([plan], allSubsets)).toEqual([]);
  });

  it('is shown, and takes a text of a person', () => {
    const hunk = plan.hunks.find(({ id }) => id === LIB);
    if (!hunk) throw new Error('it is there');
    const lines = previewHunk(plan, hunk, () => false, 'function').map(({ kind, text }) => `${kind} ${text}`);
    expect(lines).toEqual(['context six', 'removed lib>=1  # \u00e9', 'context greenlib']);
    const { plan: edited, refused } = withEdits(plan, new Map([[LIB, ['other']]]), () => false);
    expect(refused).toEqual([]);
    const set = new Set([NAP, EXECUTE, BEGIN, LIB]);
    expect(String(accept(edited, set)['requirements.txt'])).toBe('six\r\nother\r\ngreenlib\r\n');
  });

  it('is refused, with the name of its transform, where its edits cannot be', () => {
    const refused = (...proposals: Partial<FileProposal>[]) => {
      const own = ['one', 'two'].map((id, index) =>
        made({
          id,
          owns: [],
          ...(index === 0 ? { roots: ['lib'] } : {}),
          propose: () => advise('It is manual.'),
          finish() {
            const proposal = proposals[index];
            if (!proposal) throw new Error('no idea');
            return [{ path: 'a.txt', level: 'safe', title: 'it', edits: [], ...proposal }];
          },
        }),
      );
      const refusing = planWith(
        register(own),
        { 'a.txt': 'lib\nsix\n', 'b.txt': Buffer.from('\u00fc', 'latin1') },
        { finish: true },
      );
      return {
        hunks: ids(refusing.hunks),
        bugs: refusing.bugs.map(({ path, transform, error }) => `${path} ${transform}: ${error}`),
      };
    };
    const edit = (start: number, end: number, text = '') => ({ edits: [{ start, end, text }] });
    expect(refused(edit(0, 4), edit(3, 5))).toEqual({
      hunks: ['one:a.txt::1'],
      bugs: ['a.txt two: `it`: the edit 3 to 5 meets one of `one`'],
    });
    expect(refused(edit(0, 4), edit(4, 8)).bugs).toEqual([]);
    expect(refused(edit(0, 0, 'a'), edit(0, 0, 'b')).bugs).toHaveLength(1);
    expect(refused(edit(0, 9), { edits: [...edit(0, 2).edits, ...edit(1, 3).edits] })).toEqual({
      hunks: [],
      bugs: [
        'a.txt one: `it`: the edit 0 to 9 is not inside of the text',
        'a.txt two: `it`: two of its edits meet at 1 to 3',
      ],
    });
    expect(refused({ path: 'none.txt', ...edit(0, 0) }, { path: 'b.txt', ...edit(0, 0, '\u00e9') }).bugs).toEqual([
      'none.txt one: `it`: it is no text file that degreen was asked to work on',
      'b.txt two: `it`: it writes what is no ASCII into a file that is not UTF-8',
    ]);
    expect(refused(edit(0, 4)).bugs).toEqual(['. two: Error: no idea']);
  });
});
