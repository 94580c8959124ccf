// Drafts: texts without a proof. Nothing that takes several hunks takes one, and to surer hunks it is as if there were none.
import { describe, expect, it } from 'vitest';
import { reportHunks } from '../../src/commands/print-ledger.ts';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { notesText } from '../../src/plan/hunks/note.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { styleOf } from '../../src/reporters/markup/terminal-style.ts';
import { formatJson } from '../../src/reporters/scan/scan-json.ts';
import { formatMarkdown } from '../../src/reporters/scan/scan-markdown.ts';
import { planWork, type Report } from '../../src/reporters/scan/scan-report.ts';
import { formatSarif } from '../../src/reporters/scan/scan-sarif.ts';
import { formatText } from '../../src/reporters/scan/scan-text.ts';
import { decideByFile, decideByLevel } from '../../src/rewrite/decisions.ts';
import { currentHunk, openSession } from '../../src/tui/session.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept, ledgerOf } from '../support/plan.ts';
import { breaches } from '../support/plan-laws.ts';
import { NOTHING, settingOf, type } from '../support/review-session.ts';

const MOD = 'import lib\n\n\ndef run(n):\n    lib.nap(n)\n    lib.guess(n)\n    return n\n';
const DRAFT = 'guess:pkg/mod.py:run:1';

const pkg = (mod: string, others = {}) => planOfLib({ 'pkg/__init__.py': '', 'pkg/mod.py': mod, ...others });
const levels = (plan: Plan) => Object.fromEntries(plan.hunks.map(({ id, level }) => [id, level]));

function report(plan: Plan): Report {
  const ledger = buildLedger(plan);
  return {
    ...{ version: '1', library: 'lib', root: '/r', base: null, ledger, process: plan.running, skipped: [], bugs: [] },
    hunks: reportHunks(plan, () => false, true),
    transforms: plan.registry.transforms,
    work: planWork(ledger.entries, plan.registry.transforms),
  };
}

const ids = (hunks: Iterable<{ readonly id: string }>) => [...hunks].map(({ id }) => id);

describe('a draft is not taken', () => {
  it('by a level', () => {
    const plan = pkg(MOD);
    expect(levels(plan)).toEqual({ 'nap:pkg/mod.py:run:1': 'safe', [DRAFT]: 'draft' });
    for (const level of ['safe', 'review'] as const)
      expect(ids(decideByLevel(plan, level).accepted)).toEqual(['nap:pkg/mod.py:run:1']);
  });

  it('by a key that takes several, nor by the one that takes a hunk', () => {
    const start = openSession(settingOf(pkg(MOD)), NOTHING);
    expect(type(start, ['A']).decisions.marks.get(DRAFT)).toBeUndefined();
    const inHunk = type(start, ['enter']);
    expect(currentHunk(inHunk)?.transform).toBe('nap');
    expect(type(inHunk, ['a']).decisions.marks.get(DRAFT)).toBeUndefined();
    const atDraft = type(inHunk, ['y']);
    expect(currentHunk(atDraft)?.id).toBe(DRAFT);
    for (const key of ['y', 'a', 'A']) expect(type(atDraft, [key]).decisions.marks.get(DRAFT)).toBeUndefined();
    expect(type(atDraft, ['Y']).decisions.marks.get(DRAFT)).toBe('accept');
  });

  it('along with what it requires, which the key took', () => {
    const user = 'from pkg.mod import lib\n\nlib.nap(1)\n';
    const plan = pkg('import lib\n\nlib.guess(1)\n', { 'pkg/user.py': user });
    const [draft, nap] = plan.hunks;
    expect(draft?.requires).toEqual([nap?.id]);
    const { marks } = type(openSession(settingOf(plan), NOTHING), ['A']).decisions;
    expect([...marks]).toEqual([[nap?.id, 'accept']]);
  });

  it('by the wish of the configuration, which can only leave it to a person', () => {
    const wished = (level: 'safe' | 'review' | 'manual') =>
      levels(planOfLib({ 'pkg/mod.py': MOD }, { levels: new Map([['guess', level]]) }))[DRAFT];
    expect([wished('safe'), wished('review'), wished('manual')]).toEqual(['draft', 'draft', undefined]);
  });

  it('along with what it requires', () => {
    const test =
      "from unittest import mock\n\nfrom pkg import mod\n\n\n@mock.patch('pkg.mod.lib.guess')\ndef test(fake):\n    mod.run(1)\n";
    const plan = pkg(MOD, { 'pkg/test_mod.py': test });
    expect(levels(plan)['guess:pkg/test_mod.py:test:1']).toBe('draft');
    const taken = decideByFile(plan, new Map([['guess:pkg/test_mod.py:test:1', 'accept']]));
    expect(ids(taken.accepted)).toEqual([]);
  });
});

describe('to surer hunks a draft does not exist', () => {
  it('where it calls what a mock stands for: the mock stays for it', () => {
    const test =
      "from unittest import mock\n\nfrom pkg import mod\n\n\n@mock.patch('pkg.mod.lib.Crate')\ndef test(fake):\n    mod.run(1)\n";
    const mod = 'import lib\n\n\ndef run(n):\n    lib.Crate(n)\n    return lib.Crate(n, n)\n';
    const plan = pkg(mod, { 'pkg/test_mod.py': test });
    expect(plan.hunks.map(({ path, level }) => `${path} ${level}`)).toEqual(['pkg/mod.py review', 'pkg/mod.py draft']);
    const [follower] = plan.files.flatMap(({ followers }) => followers);
    expect(follower?.message).toBe('It stays, as pkg/mod.py:6 still uses lib.Crate.');
    expect(notesText(plan.hunks[0]?.notes ?? [])).toContain('pkg/test_mod.py:6');
  });

  it('where a mock stands for both', () => {
    const test =
      "from unittest import mock\n\nfrom pkg import mod\n\n\n@mock.patch('pkg.mod.lib.nap')\ndef test(fake):\n    mod.run(1)\n";
    const both = pkg(MOD.replace('lib.guess(n)', 'lib.nap(n)'), { 'pkg/test_mod.py': test });
    expect(both.hunks.map(({ level }) => level)).toEqual(['review', 'review', 'review']);
    const module = pkg('import lib\n\n\ndef run(n):\n    lib.nap(n)\n    lib.guess(n)\n', {
      'pkg/test_mod.py': test.replace('lib.nap', 'lib'),
    });
    expect(module.hunks.filter(({ follows }) => follows)).toEqual([]);
  });

  it('where the import is reached from elsewhere', () => {
    const user = 'from pkg.mod import lib\n\nlib.guess(1)\n';
    const plan = pkg('import lib\n\nlib.nap(1)\n', { 'pkg/user.py': user });
    const alone = pkg('import lib\n\nlib.nap(1)\n', { 'pkg/user.py': user.replace('guess', 'other') });
    const said = (of: Plan) => ledgerOf(of).find(({ path, name }) => path === 'pkg/mod.py' && name === 'lib.nap');
    expect([said(plan)?.verdict, said(alone)?.verdict]).toEqual(['manual', 'manual']);
    expect(said(plan)?.message).toBe('It requires guess:pkg/user.py:<module>:1, which is a draft.');
    expect(ids(decideByLevel(plan, 'review').accepted)).toEqual([]);
    expect(breaches([plan])).toEqual([]);
  });

  it('where it is the last use of what is reached from elsewhere', () => {
    const plan = pkg('import lib\n\nlib.guess(1)\nlib.nap(1)\n', {
      'pkg/user.py': 'from pkg.mod import lib\n\nlib.nap(1)\n',
    });
    expect(levels(plan)).toMatchObject({ 'nap:pkg/mod.py:<module>:1': 'safe' });
    expect(plan.hunks.map(({ level, requires }) => [level, requires.length])).toEqual([
      ['draft', 1],
      ['safe', 0],
      ['safe', 0],
    ]);
    expect(breaches([plan])).toEqual([]);
  });

  it('where both would rewrite one text', () => {
    const plan = pkg('import lib\n\nx = lib.hunch(lib.nap(1))\n');
    expect(levels(plan)).toEqual({ 'nap:pkg/mod.py:<module>:1': 'safe' });
  });
});

describe('a draft', () => {
  it('is taken by its id', () => {
    const plan = pkg(MOD);
    const taken = decideByFile(plan, new Map([[DRAFT, 'accept']]));
    expect(ids(taken.accepted)).toEqual([DRAFT]);
    expect(String(accept(plan, new Set([DRAFT]))['pkg/mod.py'])).toBe(
      'import time\n\nimport lib\n\n\ndef run(n):\n    lib.nap(n)\n    time.sleep(n)\n    return n\n',
    );
  });

  it('keeps the laws of hunks', () => {
    const test =
      "from unittest import mock\n\nfrom pkg import mod\n\n\n@mock.patch('pkg.mod.lib.guess')\ndef test(fake):\n    mod.run(1)\n";
    expect(breaches([pkg(MOD, { 'pkg/test_mod.py': test })])).toEqual([]);
  });

  it('is work of a person in the ledger, and shown there', () => {
    const own = ledgerOf(pkg(MOD)).filter(({ role }) => role !== 'mention');
    expect(own.map(({ name, verdict, hunk, group, message }) => ({ name, verdict, hunk, group, message }))).toEqual([
      { name: 'lib', verdict: 'manual', hunk: null, group: null, message: 'Stays as long as line 6 uses lib.guess.' },
      { name: 'lib.nap', verdict: 'safe', hunk: 'nap:pkg/mod.py:run:1', group: null, message: '' },
      { name: 'lib.guess', verdict: 'manual', hunk: DRAFT, group: 'guess', message: 'See that nobody interrupts it.' },
    ]);
  });

  it('is a diff in each report', () => {
    const plan = pkg(MOD);
    const whole = report(plan);
    const plain = styleOf({ colour: false, mark: '' });
    expect(formatText(whole, plain)).toContain(
      '      6  manual  guess(n) → time.sleep(n) — See that nobody interrupts it.\n' +
        '                 -    lib.guess(n)\n                 +    time.sleep(n)\n',
    );
    expect(formatMarkdown(whole)).toContain(
      `- [ ] \`pkg/mod.py:6\` \`lib.guess\`\n  Draft \`${DRAFT}\`: See that nobody interrupts it.\n  \n  \`\`\`diff\n  -    lib.guess(n)\n  +    time.sleep(n)\n  \`\`\``,
    );
    const { summary, hunks } = JSON.parse(formatJson(whole));
    expect(summary.verdicts).toEqual({ safe: 1, review: 0, manual: 2, mention: 0 });
    expect(summary.transforms.guess).toEqual({ safe: 0, review: 0, manual: 1, draft: 1 });
    expect(hunks.find(({ id }: { id: string }) => id === DRAFT).level).toBe('draft');
    const sarif = JSON.parse(formatSarif(whole));
    const result = sarif.runs[0].results.find(
      (each: { properties: { hunk: string } }) => each.properties.hunk === DRAFT,
    );
    expect(result.level).toBe('warning');
    expect(result.fixes[0].description.text).toBe('A draft, without a proof: guess(n) → time.sleep(n)');
  });

  it('is named nowhere where there is none', () => {
    const plan = pkg(MOD.replace('guess', 'nap'));
    const { summary } = JSON.parse(formatJson(report(plan)));
    expect(summary.transforms.nap).toEqual({ safe: 2, review: 0, manual: 0 });
    expect(formatText(report(plan), styleOf({ colour: false, mark: '' }))).not.toContain('draft');
  });
});
