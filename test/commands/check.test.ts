// The ratchet: what counts as new, what as gone, and what no edit of other lines may change.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { formatBaseline, parseBaseline } from '../../src/ledger/baseline.ts';
import { type CheckScope, compareWithBaseline } from '../../src/ledger/compare-baseline.ts';
import { type Fingerprint, knownReferences } from '../../src/ledger/fingerprints.ts';
import { CLI, cleanUp, commit, degreen, git, type Run, repositoryOf, write } from '../support/cli.ts';
import { ledgerOf, planOf } from '../support/plan.ts';
import { programParts, projectOf } from '../support/programs.ts';

afterAll(cleanUp);

const BASELINE = '.degreen-baseline.json';

const everything = (files: Readonly<Record<string, unknown>>): CheckScope => ({
  covers: () => true,
  exists: (path) => path in files,
});

function fingerprintsOf(files: Readonly<Record<string, string | Buffer>>): Fingerprint[] {
  return knownReferences(ledgerOf(planOf(files))).map(({ fingerprint }) => fingerprint);
}

/** The new, gone and renamed of files against others. */
function compare(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const references = knownReferences(ledgerOf(planOf(after)));
  return compareWithBaseline(references, fingerprintsOf(before), everything(after));
}

const WORKER = `import eventlet


class Worker:
    def loop(self):
        eventlet.sleep(1)
        eventlet.sleep(2)

    def stop(self):
        eventlet.spawn(self.loop)
`;

describe('a fingerprint', () => {
  it('is path, definitions, name and number; mentions have none', () => {
    expect(fingerprintsOf({ 'a.py': `# eventlet.sleep\n${WORKER}` })).toEqual([
      { path: 'a.py', within: '<module>', name: 'eventlet', ordinal: 1 },
      { path: 'a.py', within: 'Worker.loop', name: 'eventlet.sleep', ordinal: 1 },
      { path: 'a.py', within: 'Worker.loop', name: 'eventlet.sleep', ordinal: 2 },
      { path: 'a.py', within: 'Worker.stop', name: 'eventlet.spawn', ordinal: 1 },
    ]);
  });

  it('is the same under whatever name the library is imported', () => {
    const aliased = WORKER.replace('import eventlet', 'import eventlet as ev').replaceAll('eventlet.', 'ev.');
    expect(fingerprintsOf({ 'a.py': aliased })).toEqual(fingerprintsOf({ 'a.py': WORKER }));
  });

  it('is not given to a place that only may use a followed object', () => {
    const files = {
      'a.py': 'from eventlet import event\n\n\nclass A:\n    def __init__(self):\n        self.done = event.Event()\n',
      'b.py': 'def wait(a):\n    return a.done.wait()\n',
    };
    expect(ledgerOf(planOf(files)).some(({ path }) => path === 'b.py')).toBe(true);
    expect(fingerprintsOf(files).map(({ path }) => path)).toEqual(['a.py', 'a.py']);
  });

  it('says of a string where it stands, whether or not the file imports the library', () => {
    const text = "from unittest import mock\n\n\ndef test():\n    mock.patch('eventlet.sleep')\n";
    const [without] = fingerprintsOf({ 'a.py': text });
    expect(without).toMatchObject({ within: 'test', name: 'eventlet.sleep' });
    expect(fingerprintsOf({ 'a.py': `import eventlet\n${text}` })).toContainEqual(without);
  });

  // Blank lines and comments at module level, between statements: everything moves down, nothing is new.
  it('survives lines that shift', () => {
    const shift = fc.array(fc.constantFrom('', '# why', '# eventlet.sleep(1)'), { maxLength: 3 });
    fc.assert(
      fc.property(programParts, fc.array(shift, { minLength: 1, maxLength: 8 }), (parts, shifts) => {
        const text = projectOf({ ...parts, layout: { ...parts.layout, bom: false, latin1: false, eols: ['\n'] } })[
          'mod.py'
        ];
        const lines = String(text).split('\n');
        // A line at the margin that is not the rest of one before it begins a statement.
        const starts = lines.flatMap((line, index) =>
          /^(import|from|def|class|async|@|x\d|try|if|for|with|while)/.test(line) &&
          !/[\\,(]\s*(#.*)?$|^\s*#/.test(lines[index - 1] ?? '') &&
          !/^(from __future__|@)/.test(lines[index - 1] ?? '') &&
          !/__future__/.test(line)
            ? [index]
            : [],
        );
        const shifted = lines.flatMap((line, index) => {
          const at = starts.indexOf(index);
          return at < 0 || index === 0 ? [line] : [...(shifts[at % shifts.length] ?? []), line];
        });
        const [before, after] = [{ 'mod.py': lines.join('\n') }, { 'mod.py': shifted.join('\n') }];
        const [plan, other] = [planOf(before), planOf(after)];
        fc.pre(plan.skipped.length === 0 && other.skipped.length === 0);
        const known = knownReferences(ledgerOf(plan)).map(({ fingerprint }) => fingerprint);
        const { added, gone } = compareWithBaseline(knownReferences(ledgerOf(other)), known, everything(after));
        expect({ added, gone }).toEqual({ added: [], gone: [] });
      }),
      { numRuns: 150 },
    );
  });
});

describe('the comparison', () => {
  it('names what was added, with the lines of all of its kind', () => {
    const after = WORKER.replace(
      '        eventlet.sleep(2)\n',
      '        eventlet.sleep(2)\n        eventlet.sleep(3)\n',
    );
    const { added, gone, kept } = compare({ 'a.py': WORKER }, { 'a.py': after });
    expect(added.map(({ entry, lines }) => [entry.line, lines])).toEqual([[8, [6, 7, 8]]]);
    expect([gone, kept]).toEqual([[], 4]);
  });

  it('names what is gone, and says where a new one may have come from', () => {
    const after = WORKER.replace('def stop', 'def end');
    const { added, gone } = compare({ 'a.py': WORKER }, { 'a.py': after });
    expect(gone).toEqual([{ path: 'a.py', within: 'Worker.stop', name: 'eventlet.spawn', ordinal: 1 }]);
    expect(added.map(({ movedFrom }) => movedFrom)).toEqual(['Worker.stop']);
  });

  it('follows a file to its new name, unless it has more there', () => {
    const { added, gone, renamed } = compare({ 'a.py': WORKER }, { 'lib/a.py': WORKER });
    expect([added, gone]).toEqual([[], []]);
    expect(renamed).toEqual([{ from: 'a.py', to: 'lib/a.py', references: 4 }]);
    const more = compare({ 'a.py': WORKER }, { 'b.py': `${WORKER}eventlet.sleep(0)\n` });
    expect(more.added).toHaveLength(5);
    expect(more.renamed).toEqual([]);
    // A file that is still there is none that was renamed.
    expect(compare({ 'a.py': WORKER }, { 'a.py': WORKER, 'b.py': WORKER }).added).toHaveLength(4);
  });

  it('gives a file to one new name only', () => {
    const { added, renamed } = compare({ 'a.py': WORKER }, { 'b.py': WORKER, 'sub/a.py': WORKER });
    expect(renamed).toHaveLength(1);
    expect(added).toHaveLength(4);
  });

  it('finds nothing new in less, and everything in more', () => {
    const known = fingerprintsOf({ 'a.py': WORKER, 'b.py': WORKER });
    fc.assert(
      fc.property(fc.subarray(known), (baseline) => {
        const references = knownReferences(ledgerOf(planOf({ 'a.py': WORKER, 'b.py': WORKER })));
        const files = { 'a.py': '', 'b.py': '' };
        const { added, gone, kept } = compareWithBaseline(references, baseline, everything(files));
        expect([added.length, gone.length, kept]).toEqual([known.length - baseline.length, 0, baseline.length]);
      }),
    );
  });
});

describe('the baseline as text', () => {
  const fingerprint = fc.record({
    path: fc.constantFrom('a.py', 'b/c d.py', 'ü.py', 'x"y.py'),
    within: fc.constantFrom('<module>', 'A.b', ''),
    name: fc.constantFrom('eventlet.sleep', 'eventlet'),
    ordinal: fc.integer({ min: 1, max: 12 }),
  });

  it('is read as it was written, one on a line, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fingerprint, { selector: (each) => JSON.stringify(each) }), (all) => {
        const text = formatBaseline(all, 'eventlet');
        const read = parseBaseline(text, 'eventlet');
        expect(new Set(typeof read === 'string' ? [] : read)).toEqual(new Set(all));
        expect(formatBaseline([...all].reverse(), 'eventlet')).toBe(text);
        expect(typeof read === 'string' ? '' : formatBaseline(read, 'eventlet')).toBe(text);
        expect(text.split('\n').filter((line) => line.includes('"path"'))).toHaveLength(all.length);
      }),
    );
  });

  it.each([
    ['', /^is no JSON/],
    ['[]', /has no "version"/],
    ['{"version": 2, "references": []}', /^has version 2, and this degreen reads version 1$/],
    ['{"version": 1}', /must be a list/],
    ['{"version": 1, "references": [{"path": "a.py"}]}', /wrong reference, number 1/],
    ['{\n<<<<<<< ours\n', /^holds a merge conflict at line 2$/],
  ])('is refused as %s', (text, reason) => {
    expect(parseBaseline(text, 'eventlet')).toMatch(reason);
  });
});

const PROJECT = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/__init__.py': '',
  'pkg/worker.py': WORKER,
  'pkg/hub.py': 'from eventlet import sleep  # noqa: F401\n',
  'pkg/clean.py': 'import time\n\ntime.sleep(1)\n',
  'README.md': 'eventlet is used here.\n',
};

function project(): string {
  const folder = repositoryOf(PROJECT);
  expect(degreen(folder, ['check', '--write-baseline'])).toMatchObject({ code: 0, stdout: '' });
  commit(folder);
  return folder;
}

function json(run: Run) {
  const parsed: {
    readonly summary: Readonly<Record<string, number>>;
    readonly baseline: string | null;
    readonly new: readonly Readonly<Record<string, unknown>>[];
    readonly gone: readonly Fingerprint[];
    readonly renamed: readonly object[];
  } = JSON.parse(run.stdout);
  return parsed;
}

describe('degreen check', () => {
  it('needs a build', () => expect(existsSync(CLI)).toBe(true));

  it('takes every reference for new where there is no baseline, and wants none where there is none', () => {
    const folder = repositoryOf(PROJECT);
    const run = degreen(folder, ['check']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^7 references, all new: there is no \.degreen-baseline\.json; degreen check --write-baseline/,
    );
    const clean = repositoryOf({ 'a.py': 'import time\n# eventlet\n' });
    expect(degreen(clean, ['check'])).toMatchObject({ code: 0, stdout: '' });
    expect(degreen(folder, ['check', '--baseline', 'other.json'])).toMatchObject({ code: 2 });
  });

  it('is content with what the baseline has, wherever the lines went', () => {
    const folder = project();
    write(folder, { 'pkg/worker.py': `"""Work."""\n\n\n${WORKER}` });
    const run = degreen(folder, ['check']);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, '', `0 new, 0 gone, 7 as in ${BASELINE}\n`]);
    expect(git(folder, 'status', '--porcelain').trim()).toBe('M pkg/worker.py');
  });

  it('names what is new with place, primitive, equivalent and command, aliases and modules of the project included', () => {
    const folder = project();
    write(folder, {
      'pkg/clean.py':
        'import eventlet as ev\nfrom pkg.hub import sleep\n\n\ndef f(x):\n    ev.sleep(1)\n    sleep(2)\n    return ev.tpool.Proxy(x)\n',
    });
    const run = degreen(folder, ['check']);
    expect(run.code).toBe(1);
    expect(run.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'pkg/clean.py:6:5: eventlet.sleep (call) in f is new',
        '    use time.sleep(seconds); see: degreen diff --only sleep pkg/clean.py',
        'pkg/clean.py:7:5: eventlet.sleep (call) in f is new',
        'pkg/clean.py:8:12: eventlet.tpool.Proxy (call) in f is new',
      ]),
    );
    expect(run.stdout).toContain('see: degreen explain eventlet.tpool.Proxy');
    expect(run.stderr).toContain(`5 new, 0 gone, 7 as in ${BASELINE}`);
  });

  it('says what is gone and exits 0, or 1 where it is to be strict; writing takes it out', () => {
    const folder = project();
    write(folder, { 'pkg/worker.py': WORKER.replace('        eventlet.sleep(2)\n', '') });
    const run = degreen(folder, ['check']);
    expect([run.code, run.stdout]).toEqual([
      0,
      'gone from the baseline:\n  pkg/worker.py: eventlet.sleep in Worker.loop\n',
    ]);
    expect(run.stderr).toContain('degreen check --write-baseline takes out what is gone');
    expect(degreen(folder, ['check', '--strict']).code).toBe(1);
    const before = readFileSync(join(folder, BASELINE), 'utf8').split('\n');
    expect(degreen(folder, ['check', '--write-baseline']).stderr).toBe(
      `${BASELINE}: 6 references written (0 new, 1 gone); commit it\n`,
    );
    const after = readFileSync(join(folder, BASELINE), 'utf8').split('\n');
    expect(before.filter((line) => !after.includes(line))).toHaveLength(1);
    expect(degreen(folder, ['check', '--strict']).code).toBe(0);
  });

  it('looks only at the paths that it is given, which may be deleted, many, and no Python', () => {
    const folder = project();
    write(folder, { 'pkg/clean.py': 'from pkg.hub import sleep\nsleep(1)\n' });
    rmSync(join(folder, 'pkg/worker.py'));
    expect(json(degreen(folder, ['check', '--format', 'json', 'main.py'])).summary).toEqual({
      new: 0,
      gone: 0,
      renamed: 0,
      kept: 2,
    });
    const gone = json(degreen(folder, ['check', '--format', 'json', 'pkg/worker.py', 'README.md']));
    expect(gone.summary).toEqual({ new: 0, gone: 4, renamed: 0, kept: 0 });
    // What reaches the library through another file of the project is found without that file among the paths.
    const found = json(
      degreen(folder, ['check', '--format', 'json', 'pkg/clean.py', 'pkg/worker.py', 'pkg/__init__.py']),
    );
    expect(found.new.map(({ path, line, name }) => [path, line, name])).toEqual([
      ['pkg/clean.py', 1, 'eventlet.sleep'],
      ['pkg/clean.py', 2, 'eventlet.sleep'],
    ]);
    expect(json(degreen(join(folder, 'pkg'), ['check', '--format', 'json', '.'])).summary).toMatchObject({
      new: 2,
      gone: 4,
    });
    expect(degreen(folder, ['check', 'pkg/nothing.py'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('does not take a file for gone that it cannot read, leaves out, or is not asked about', () => {
    const folder = project();
    const before = readFileSync(join(folder, BASELINE), 'utf8');
    write(folder, { 'pkg/worker.py': 'import eventlet\ndef (:\n' });
    expect(json(degreen(folder, ['check', '--format', 'json'])).gone).toEqual([]);
    degreen(folder, ['check', '--write-baseline']);
    expect(readFileSync(join(folder, BASELINE), 'utf8')).toBe(before);
    write(folder, { 'pkg/worker.py': '' });
    expect(json(degreen(folder, ['check', '--format', 'json', '--exclude', 'pkg/**'])).gone).toEqual([]);
    expect(json(degreen(folder, ['check', '--format', 'json', '--only', 'event'])).gone).toEqual([]);
    expect(json(degreen(folder, ['check', '--format', 'json', '--only', 'sleep'])).summary).toMatchObject({ gone: 2 });
    degreen(folder, ['check', '--write-baseline', 'main.py']);
    expect(readFileSync(join(folder, BASELINE), 'utf8')).toBe(before);
  });

  it('fails on a file that names the library and cannot be read, where it is asked about it', () => {
    const folder = repositoryOf({ 'a.py': WORKER, 'b.py': 'x = 1\n' });
    expect(degreen(folder, ['check', '--write-baseline']).code).toBe(0);
    // The file must not be what it guards against.
    expect(readFileSync(join(folder, BASELINE), 'utf8')).not.toMatch(/eventlet/i);
    expect(degreen(folder, ['check']).code).toBe(0);
    write(folder, { 'a.py': `<<<<<<< HEAD\n${WORKER}`, 'b.py': 'x = (\n' });
    const run = degreen(folder, ['check']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('a.py names eventlet and cannot be checked (syntax error at line 1');
    expect(run.stderr).not.toContain('b.py names');
    expect(degreen(folder, ['check', 'b.py']).code).toBe(0);
    expect(degreen(folder, ['check', '--exclude', 'a.py']).code).toBe(0);
  });

  it('follows a rename, and takes it into the baseline', () => {
    const folder = project();
    git(folder, 'mv', 'pkg/worker.py', 'pkg/toiler.py');
    const run = degreen(folder, ['check']);
    expect([run.code, run.stdout]).toEqual([0, 'renamed, with what they had:\n  pkg/worker.py → pkg/toiler.py (4)\n']);
    expect(degreen(folder, ['check', 'pkg/toiler.py']).code).toBe(0);
    degreen(folder, ['check', '--write-baseline', 'pkg/toiler.py']);
    expect(readFileSync(join(folder, BASELINE), 'utf8')).not.toContain('worker.py');
    expect(degreen(folder, ['check', '--strict'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('prints annotations as GitHub wants them escaped', () => {
    const folder = project();
    write(folder, { 'pkg/50%,a:b.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(\n        1)\n' });
    rmSync(join(folder, 'main.py'));
    const run = degreen(folder, ['check', '--format', 'github']);
    expect(run.code).toBe(1);
    const lines = run.stdout.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe(
      '::error file=pkg/50%25%2Ca%3Ab.py,line=5,endLine=5,col=5,endColumn=18,title=eventlet.sleep (call) in f is new::use time.sleep(seconds); see: degreen diff --only sleep pkg/50%25,a:b.py',
    );
    expect(lines[2]).toMatch(/^::notice title=degreen check::2 of \.degreen-baseline\.json are gone; /);
  });

  it('prints SARIF whose results are errors that a service can follow', () => {
    const folder = project();
    write(folder, { 'pkg/clean.py': 'import eventlet\n\neventlet.sleep(1)\n' });
    const [run] = JSON.parse(degreen(folder, ['check', '--format', 'sarif']).stdout).runs;
    expect(run.results).toHaveLength(2);
    expect(run.results[1]).toMatchObject({
      ruleId: 'sleep',
      level: 'error',
      baselineState: 'new',
      partialFingerprints: { 'degreenReference/v1': 'pkg/clean.py:<module>:eventlet.sleep:1' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'pkg/clean.py' }, region: { startLine: 3 } } }],
    });
  });

  it('says how to fix a baseline that cannot be read, and that flags of hunks are not its own', () => {
    const folder = project();
    writeFileSync(join(folder, BASELINE), '<<<<<<< HEAD\n');
    expect(degreen(folder, ['check']).stderr).toMatch(
      /\.degreen-baseline\.json holds a merge conflict at line 1\n.*--write-baseline/,
    );
    expect(degreen(folder, ['check', '--level', 'review'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('works without git, and with a baseline elsewhere', () => {
    const folder = project();
    rmSync(join(folder, '.git'), { recursive: true });
    const file = join(folder, '..', `baseline-${process.pid}.json`);
    expect(degreen(folder, ['check', '--write-baseline', '--baseline', file]).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(folder, BASELINE), 'utf8'));
    expect(degreen(folder, ['check', '--baseline', file]).code).toBe(0);
    rmSync(file);
  });
});

describe('the hook for pre-commit', () => {
  // The fields that pre-commit documents for a hook, and those that it needs.
  const FIELDS =
    'id name entry language files exclude types types_or exclude_types always_run fail_fast verbose pass_filenames require_serial description language_version minimum_pre_commit_version args stages'.split(
      ' ',
    );

  it('has the fields that it must have and no others', () => {
    const text = readFileSync(fileURLToPath(new URL('../../.pre-commit-hooks.yaml', import.meta.url)), 'utf8');
    const hook = new Map(
      [...text.matchAll(/^(?:- | {2})(\w+): (.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    expect(text.split('\n').filter((line) => !/^(#.*|(- | {2})\w+: .*|)$/.test(line))).toEqual([]);
    expect([...hook.keys()].filter((key) => !FIELDS.includes(key))).toEqual([]);
    expect(Object.fromEntries(hook)).toMatchObject({ id: 'degreen-check', entry: 'degreen check', language: 'node' });
    // It is given the names of files, all at once, and those of Python only.
    expect(hook.get('types_or')).toBe('[python, pyi]');
    expect(hook.get('require_serial')).toBe('true');
    expect(hook.has('pass_filenames')).toBe(false);
  });
});
