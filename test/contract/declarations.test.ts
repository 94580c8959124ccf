// What transforms declare works without anybody else knowing its names, over a made-up library.
import { describe, expect, it } from 'vitest';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { notesText } from '../../src/plan/hunks/note.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { checkPolicy, policyKeys } from '../../src/plan/policy.ts';
import { register } from '../../src/project/symbol-owners.ts';
import { styleOf } from '../../src/reporters/markup/terminal-style.ts';
import { formatMessage } from '../../src/reporters/patch/commit-message.ts';
import { formatJson } from '../../src/reporters/scan/scan-json.ts';
import type { Report } from '../../src/reporters/scan/scan-report.ts';
import { formatText } from '../../src/reporters/scan/scan-text.ts';
import { makeSeries, variantsApart } from '../../src/rewrite/patch-series.ts';
import { becomes, Problem, type Proposal, policyKey, replace, type Section, use } from '../../src/transform.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { made } from '../support/made-transform.ts';
import { accept, idsAt, planWith } from '../support/plan.ts';

const TURNS = 'import lib\n\n\ndef f():\n    lib.pause(2)\n    lib.pause(0)\n    lib.Gate().pass_through()\n';

function reportOf(plan: Plan): Report {
  const hunks = plan.hunks.map((hunk) => ({ hunk, before: '', after: '', fix: [] }));
  const { transforms } = plan.registry;
  const rest = { version: '0', library: 'lib', root: '/', base: null, work: [], skipped: [], bugs: [] };
  return { ...rest, ledger: buildLedger(plan), hunks, transforms, process: plan.running };
}

const textOf = (plan: Plan) => formatText(reportOf(plan), styleOf({ colour: false, mark: '' }));
const notesOf = (plan: Plan) => plan.hunks.map(({ transform, notes }) => `${transform}: ${notesText(notes)}`);

describe('a variant', () => {
  const plan = planOfLib({ 'mod.py': TURNS });

  it('is counted beside the hunks of its transform', () => {
    expect(textOf(plan)).toMatch(/^pause +2 .*\(1 of the hunks give turns\)$/m);
  });

  it('has a patch of its own where the configuration has its key, in the order of positions', () => {
    const keysOf = (keys: ReadonlyMap<string, unknown>) =>
      makeSeries(plan, new Set(plan.hunks), {
        keeps: () => false,
        apart: variantsApart(libRegistry, keys),
        assigned: new Map(),
        split: undefined,
      });
    expect(keysOf(new Map()).map(({ key }) => key)).toEqual(['gate', 'pause']);
    const apart = keysOf(new Map([['turns', 'keep']]));
    expect(apart.map(({ key }) => key)).toEqual(['gate', 'pause', 'pause:turn']);
    const templates = { subject: undefined, body: undefined };
    const message = (at: number) => {
      const patch = apart[at];
      return patch && formatMessage(patch, { plan, accepted: new Set(), split: undefined, templates, trailers: [] });
    };
    expect(message(2)?.subject).toBe('Replace lib.pause(0) with time.sleep');
    expect(message(2)?.text).toContain('It gives a turn.');
    expect(message(1)?.text).not.toContain('It gives a turn.');
  });

  it('that does not wait needs no mock', () => {
    const test = "from unittest import mock\nimport mod\n\n\n@mock.patch('mod.lib.pause')\ndef test(p):\n    mod.f()\n";
    const files = { 'mod.py': TURNS, 'test_mod.py': test };
    const dropped = planOfLib(files, { settings: { keys: new Map([['turns', 'drop']]) } });
    const [mock] = dropped.hunks.filter(({ follows }) => follows);
    const [wait, turn] = dropped.hunks.filter(({ transform, follows }) => transform === 'pause' && !follows);
    expect(turn?.variant).toBe('turn');
    expect(mock?.requires).toEqual([wait?.id]);
  });
});

describe('a key of the configuration', () => {
  it('is read by the transform that declares it', () => {
    const plan = planOfLib({ 'mod.py': TURNS }, { settings: { keys: new Map([['turns', 'drop']]) } });
    expect(String(accept(plan, idsAt(plan, 'safe'))['mod.py'])).not.toContain('(0)');
    expect(policyKeys(libRegistry)).toEqual(['turns']);
  });

  it('says what is wrong with its value', () => {
    const settings = { keys: new Map([['turns', 3]]), helpers: undefined };
    expect(checkPolicy(settings, [], libRegistry)).toEqual({
      key: 'turns',
      message: '`turns` must be "keep" or "drop"',
      cure: '`turns` is whether turns are kept.',
    });
  });

  it('keeps the values of two plans apart', () => {
    const plans = ['drop', 'keep'].map((turns) =>
      planOfLib({ 'mod.py': TURNS }, { settings: { keys: new Map([['turns', turns]]) } }),
    );
    const titles = plans.map(({ hunks }) => hunks.some(({ title }) => title === 'pause(0) → dropped'));
    expect(titles).toEqual([true, false]);
  });
});

describe('a group of waits', () => {
  const patched = (given: string, text: string) =>
    planOfLib({ 'main.py': `import lib\nlib.patch_all(${given})\nimport mod\n`, 'mod.py': text });

  it('is reported where it says so, and relied on by the hunks that name it', () => {
    const plan = patched('gates=False', TURNS);
    expect(JSON.parse(formatJson(reportOf(plan))).process.patches[0].covers).toEqual({ pauses: true, gates: false });
    expect(textOf(plan)).toContain('main.py:2 with gates=False: without gates');
    expect(textOf(patched('', TURNS))).toContain('main.py:2: pauses and gates included');
    const notes = notesOf(plan).filter((note) => note.includes('It patches without'));
    expect(notes).toEqual(['gate: It may stop all green threads: main.py:2. It patches without gates.']);
  });

  it('decides whether an object may be made before the patch', () => {
    const early = (given: string) =>
      planOfLib({
        'mod.py': `import lib\nlib.patch_all(${given})\n\n\ndef f():\n    gate = lib.Gate()\n    gate.pass_through()\n\n\nf()\n`,
      });
    expect(early('').hunks.map(({ transform }) => transform)).toEqual(['gate']);
    expect(early('gates=False').hunks).toEqual([]);
  });
});

describe('what waits', () => {
  it('is what a limit of the library does not reach', () => {
    const text = (use: string) =>
      `import lib\n\n\ndef f():\n    gate = lib.Gate()\n    with lib.Limit(3):\n        ${use}\n`;
    const limited = (use: string) =>
      planOfLib({ 'mod.py': text(use) }).hunks.some(({ notes }) => notes.some(({ kind }) => kind === 'limit'));
    expect(limited('gate.pass_through()')).toBe(true);
    expect(limited('gate.peek()')).toBe(false);
    expect(limited('lib.pause(1)')).toBe(true);
    expect(limited('lib.nap(1)')).toBe(false);
  });
});

describe('what runs an argument', () => {
  it('carries the arguments behind it', () => {
    const text = (start: string) =>
      `import lib\n\n\ndef f(gate):\n    gate.pass_through()\n\n\ndef g():\n    gate = lib.Gate()\n    ${start}\n`;
    const seen = (start: string) => planOfLib({ 'mod.py': text(start) }).hunks.length;
    expect(seen("lib.launch('name', f, gate)")).toBe(1);
    expect(seen("lib.other('name', f, gate)")).toBe(0);
    expect(seen('lib.launch(f, gate)')).toBe(0);
  });
});

describe('what is not declared', () => {
  const root = made({ id: 'root', owns: [], roots: ['lib'], propose: () => ({ kind: 'advice', message: 'Look.' }) });

  it.each([
    [{ variant: 'turn' }, '`odd` declares no variant `turn`'],
    [{ relies: ['gates'] }, 'no patching declares the group `gates`'],
  ])('cannot be proposed: %o', (own: Partial<Proposal>, error) => {
    const odd = made({
      id: 'odd',
      owns: [{ name: 'lib.odd' }],
      propose: ({ span }) => ({
        kind: 'proposal',
        level: 'safe',
        title: 'odd',
        becomes: becomes('time.sleep'),
        changes: [replace(span, use('time.sleep'))],
        ...own,
      }),
    });
    const plan = planWith(register([root, odd]), { 'mod.py': 'import lib\nlib.odd()\n' });
    expect(plan.hunks).toEqual([]);
    expect(plan.bugs).toEqual([{ path: 'mod.py', line: 2, transform: 'odd', error: `Error: ${error}` }]);
  });

  it('is known when transforms are put together, and so is what is declared twice', () => {
    const { propose } = root;
    const section: Section = { provides: ['Box'], methods: {}, needs: ['Lid'], imports: [], why: '', text: '' };
    const key = policyKey('turns', '', () => new Problem(''));
    const other = (own: object) => made({ id: 'other', owns: [], propose, ...own });
    expect(() => register([root, other({ helper: [section] })])).toThrow('no section provides `Lid`');
    const whole = { ...section, needs: [] };
    expect(() => register([other({ helper: [whole] }), other({ helper: [whole] })])).toThrow('`Box` is declared twice');
    expect(() => register([other({ keys: [key] }), other({ keys: [key] })])).toThrow('`turns` is declared twice');
  });
});
