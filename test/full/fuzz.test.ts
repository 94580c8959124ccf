// What nobody wrote: 2,000 files and 500 configurations, broken at random from real ones. Every file takes bounded time, none
// ends the program, none is passed over in silence, and what is rewritten applies with git and is Python where it was before.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { planGuard } from '../../src/commands/plan-guard.ts';
import { checkedPolicy, selectedTransforms } from '../../src/commands/selection.ts';
import { UserError } from '../../src/errors.ts';
import { readConfig } from '../../src/io/config.ts';
import { fitting } from '../../src/io/project-files.ts';
import { readUserKeys } from '../../src/io/user-keymap.ts';
import { BASELINE_FILE, parseBaseline } from '../../src/ledger/baseline.ts';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { policyKeys } from '../../src/plan/policy.ts';
import { decideByFile, decisionsOf, parseDecisions } from '../../src/rewrite/decisions.ts';
import { withEdits } from '../../src/rewrite/manual-edit.ts';
import { render } from '../../src/rewrite/render.ts';
import { cleanUp, commit, degreen, ENVIRONMENT, folderOf, git, repositoryOf, stateOf, write } from '../support/cli.ts';
import {
  DOTTED_CHECKS,
  DOTTED_RUFF,
  LOCAL_CHECKS,
  NEW_HACKING,
  NEW_HACKING_LINES,
  OLD_RUFF,
  RUFF,
} from '../support/guard-projects.ts';
import { planOf, registry } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';
import { fetchTrees, randomFrom } from './tree.ts';

afterAll(cleanUp);

const FILES = 2000;
const CONFIGURATIONS = 500;
const MOST_MILLISECONDS = 5000;
const SEED = Number(process.env.DEGREEN_SEED ?? 20_261_122);
const random = randomFrom(SEED);
const root = fileURLToPath(new URL('../..', import.meta.url));

const below = (limit: number) => Math.floor(random() * limit);
const one = <One>(all: readonly One[]): One => {
  const found = all[below(all.length)];
  if (found === undefined) throw new Error('nothing to draw from');
  return found;
};
const cut = (bytes: Buffer, from: number, to: number, by: Buffer | string) =>
  Buffer.concat([bytes.subarray(0, from), Buffer.from(by), bytes.subarray(to)]);

/** The Python files of a folder that name the library, those of moderate size. */
function sourcesIn(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .sort()
    .map((path) => readFileSync(join(folder, path)))
    .filter((bytes) => bytes.length < 60_000 && bytes.includes('eventlet'));
}

const TOKENS = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  "'",
  '"',
  '"""',
  '\\',
  '#',
  '\n',
  '\r',
  '\t',
  ' ',
  '=',
  '*',
  '-',
  '.',
];
const WORDS = [
  'eventlet',
  'sleep',
  'import ',
  'from ',
  'as ',
  'def f():',
  'class A:',
  'lambda: ',
  'not ',
  'raise ',
  'with ',
  '0',
];
const BYTES = [
  [0],
  [0xff],
  [0xc3],
  [0xe2, 0x80, 0xae],
  [0xef, 0xbb, 0xbf],
  [0xf0, 0x9f, 0x98, 0x80],
  [0x0c],
  [0x1b, 0x5b],
];

/** How a text is broken; each takes and gives bytes. */
const MUTATIONS: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => cut(bytes, 0, 0, Buffer.from(one(BYTES))),
  (bytes) => ((at) => cut(bytes, at, at + 1, Buffer.from([below(256)])))(below(bytes.length)),
  (bytes) => ((at) => cut(bytes, at, at, Buffer.from(one(BYTES))))(below(bytes.length)),
  (bytes) => ((at) => cut(bytes, at, at + below(3), one([...TOKENS, ...WORDS])))(below(bytes.length)),
  (bytes) => bytes.subarray(0, below(bytes.length)),
  (bytes) => ((at) => cut(bytes, at, at + below(200), ''))(below(bytes.length)),
  // A stretch again, or many times.
  (bytes) => ((at) => cut(bytes, at, at, bytes.subarray(at, at + below(400))))(below(bytes.length)),
  (bytes) => ((at) => cut(bytes, at, at, one([...TOKENS, ...WORDS]).repeat(one([50, 300, 5000]))))(below(bytes.length)),
  // Calls in calls around what is called.
  (bytes) =>
    nested(bytes, one(['f(', '(', '-', 'not ', '[', 'lambda: ', '{1: ', 'a + ']), one([3, 60, 190, 400, 3000])),
  (bytes) =>
    Buffer.from(bytes.toString('latin1').replaceAll('\n', one(['\r', '\r\n', '\n\n', '\f\n', '\\\n'])), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1'), one(['utf8', 'utf16le'])),
  (bytes) =>
    Buffer.from(
      `# coding: ${one(['latin-1', 'utf-16', 'ascii', 'koi8-r', 'x'])}\n${bytes.toString('latin1')}`,
      'latin1',
    ),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('    ', one(['\t', ' ', '  ', ''])), 'latin1'),
];

function nested(bytes: Buffer, opening: string, times: number): Buffer {
  const closing = opening.endsWith('(') ? ')' : opening.startsWith('[') ? ']' : opening.startsWith('{') ? '}' : '';
  const at = bytes.indexOf('eventlet.', below(bytes.length));
  const close = at < 0 ? -1 : bytes.indexOf(')', at);
  if (close < 0) return bytes;
  const inner = bytes.subarray(at, close + 1);
  return cut(bytes, at, close + 1, opening.repeat(times) + inner.toString('latin1') + closing.repeat(times));
}

function mutate(bytes: Buffer): Buffer {
  let broken = bytes;
  for (let count = 1 + below(3); count > 0 && broken.length > 0; count--) broken = one(MUTATIONS)(broken);
  return broken;
}

/** What git grep counts. */
function linesWithName(bytes: Buffer): number {
  if (bytes.subarray(0, 8000).includes(0)) return 0;
  return bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => /eventlet/i.test(line)).length;
}

const trees = process.env.DEGREEN_FULL ? [...(await fetchTrees(['heat'])).values()] : [];
const bases = [join(root, 'snapshots'), ...trees].flatMap(sourcesIn);
const broken = Array.from({ length: FILES }, () => mutate(one(bases)));

describe('files that are broken at random', () => {
  it('take bounded time, and are in the ledger or skipped', () => {
    const faults: string[] = [];
    const changed: { before: Buffer; after: Buffer; index: number }[] = [];
    for (const [index, bytes] of broken.entries()) {
      const begun = performance.now();
      try {
        const plan = makePlan([{ path: 'mod.py', bytes, python: true, chosen: true }], registry);
        const ledger = buildLedger(plan);
        for (const change of render(plan, new Set(plan.hunks), () => false))
          changed.push({ before: bytes, after: change.bytesAfter, index });
        if (plan.bugs.length > 0) faults.push(`${index}: ${plan.bugs[0]?.error}`);
        if (ledger.lines !== linesWithName(bytes)) faults.push(`${index}: ${ledger.lines} lines are counted`);
        const listed = new Set(ledger.entries.flatMap(({ line, endLine }) => [line, endLine]));
        if (ledger.lines > 0 && listed.size === 0) faults.push(`${index}: nothing is listed`);
        const dynamic = bytes.includes(0) && /eventlet/i.test(bytes.toString('latin1'));
        if (dynamic && plan.skipped.length === 0) faults.push(`${index}: it holds a NUL byte and is not skipped`);
      } catch (error) {
        faults.push(`${index}: ${error instanceof Error ? error.stack?.slice(0, 400) : String(error)}`);
      }
      const took = performance.now() - begun;
      if (took > MOST_MILLISECONDS) faults.push(`${index}: takes ${took.toFixed(0)} ms`);
    }
    const before = compileErrors(changed.map((change) => change.before));
    const after = compileErrors(changed.map((change) => change.after));
    for (const [at, { index }] of changed.entries())
      if (before[at] === null && after[at] !== null) faults.push(`${index}: ${after[at]}`);
    expect(faults).toEqual([]);
    expect(changed.length).toBeGreaterThan(FILES / 20);
  }, 180_000);

  it('all together leave the program standing, with a diff that git takes', () => {
    const names = broken.map((bytes, index) => [`f${String(index).padStart(4, '0')}.py`, bytes] as const);
    for (let from = 0; from < names.length; from += 500) {
      const folder = repositoryOf(Object.fromEntries(names.slice(from, from + 500)));
      const scan = degreen(folder, ['scan', '--format', 'json']);
      expect([scan.code, scan.stderr.slice(0, 600)]).toEqual([0, expect.not.stringMatching(/\n +at |bug of/)]);
      const { summary } = JSON.parse(scan.stdout);
      expect(summary.lines).toBe(
        git(folder, 'grep', '-I', '-i', '-c', 'eventlet')
          .trim()
          .split('\n')
          .reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(':') + 1)), 0),
      );
      const diff = degreen(folder, ['diff', '--level', 'review']);
      expect(diff.code, diff.stderr.slice(-600)).toBe(0);
      const check = spawnSync('git', ['apply', '--check'], { cwd: folder, env: ENVIRONMENT, input: diff.bytes });
      expect(check.stderr.toString()).toBe('');
      expect([0, 1]).toContain(degreen(folder, ['check']).code);
    }
  }, 180_000);
});

const CONFIG = `[tool.degreen]
exclude = ["vendor/**", "*_pb2.py"]
only = ["sleep", "event"]
level = "review"
keep = ["pkg/compat.py:eventlet"]
mode = "green"
yield = "pkg.tools.cooperate"
helpers = "pkg/native.py"
[tool.degreen.levels]
"sleep:yield" = "manual"
event = "safe"
[tool.degreen.patch]
subject = "{transform}: replace {from}"
body = "{why}"
`;
const KEYS = '[keys]\naccept = ["y", "ctrl-a"]\nskip = "n"\n';
const PROJECT = {
  'pkg/__init__.py': '',
  'pkg/tools.py': 'def cooperate():\n    pass\n',
  'pkg/mod.py': 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
};

/** A text of ours broken at random, as text. */
const brokenText = (text: string) => mutate(Buffer.from(text)).toString('utf8');

/** What a reader of configuration may do with anything: take it, or say what is wrong and where. */
async function orSays(name: string, read: () => unknown): Promise<string | undefined> {
  const begun = performance.now();
  try {
    await read();
  } catch (error) {
    if (!(error instanceof UserError)) return `${name}: ${error instanceof Error ? error.stack : String(error)}`;
    if (!`${error.message}`.includes(name)) return `${name} is not named: ${error.message}`;
  }
  const took = performance.now() - begun;
  return took > MOST_MILLISECONDS ? `${name} takes ${took.toFixed(0)} ms` : undefined;
}

describe('configurations that are broken at random', () => {
  const plan = planOf(PROJECT);
  const files = plan.project.files;
  const decisions = JSON.stringify({
    version: 1,
    base: null,
    decisions: { 'sleep:pkg/mod.py:f:1': 'accept' },
    edits: { 'sleep:pkg/mod.py:f:1': ['time.sleep(2)'] },
    patches: { 'sleep:pkg/mod.py:f:1': 'waits' },
  });
  const baseline = JSON.stringify({
    version: 1,
    references: [{ path: 'pkg/mod.py', within: 'f', name: '*.sleep', ordinal: 1 }],
  });

  it('are taken, or said to be wrong with their names', async () => {
    const folder = folderOf(PROJECT);
    const faults: (string | undefined)[] = [];
    for (let count = 0; count < CONFIGURATIONS; count++) {
      const name = one(['degreen.toml', 'pyproject.toml']);
      write(folder, { 'degreen.toml': '', 'pyproject.toml': '', [name]: brokenText(CONFIG) });
      faults.push(
        await orSays(name, async () => {
          const config = await readConfig(folder, folder, policyKeys(registry), name);
          try {
            selectedTransforms(registry, {}, config);
            checkedPolicy(config, files, registry);
            fitting(config.exclude)('pkg/mod.py');
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        }),
      );
      const said = parseDecisions(brokenText(decisions));
      if (typeof said !== 'string') {
        const { marks, edits } = decisionsOf(said);
        const edited = withEdits(plan, edits, () => false).plan;
        render(edited, decideByFile(edited, marks).accepted, () => false);
      }
      parseBaseline(brokenText(baseline), 'eventlet');
      process.env.XDG_CONFIG_HOME = folder;
      write(folder, { 'degreen/config.toml': brokenText(KEYS) });
      faults.push(await orSays('config.toml', readUserKeys));
    }
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  }, 180_000);

  it('of linters leave guard standing', async () => {
    const faults: string[] = [];
    const all = [LOCAL_CHECKS, DOTTED_CHECKS, RUFF, OLD_RUFF, DOTTED_RUFF, NEW_HACKING, NEW_HACKING_LINES];
    for (let count = 0; count < CONFIGURATIONS; count++) {
      const project = Object.entries(one(all)).map(([path, content]) => {
        const config = /\.(cfg|ini|toml|yaml|txt|rst)$|\.flake8$/.test(path);
        const bytes = config && random() < 0.7 ? mutate(Buffer.from(content)) : Buffer.from(content);
        return { path, bytes, python: path.endsWith('.py'), chosen: true };
      });
      const begun = performance.now();
      try {
        planGuard(project, registry, { wanted: undefined, orWhole: true });
      } catch (error) {
        if (!(error instanceof UserError)) faults.push(error instanceof Error ? `${error.stack}` : String(error));
      }
      const took = performance.now() - begun;
      if (took > MOST_MILLISECONDS) faults.push(`guard takes ${took.toFixed(0)} ms`);
    }
    expect(faults).toEqual([]);
  }, 180_000);

  it('end the commands with 0, 1 or 2, without a stack, and change nothing', () => {
    const folder = repositoryOf(PROJECT);
    for (let count = 0; count < 24; count++) {
      write(folder, {
        'degreen.toml': brokenText(CONFIG),
        'decisions.json': brokenText(decisions),
        [BASELINE_FILE]: brokenText(baseline),
      });
      commit(folder);
      const before = stateOf(folder);
      const args = one([
        ['check'],
        ['scan'],
        ['diff', '--decisions', 'decisions.json'],
        ['diff', '--config', 'degreen.toml'],
      ]);
      const run = degreen(folder, args);
      expect([run.code, run.stderr.slice(0, 400)], args.join(' ')).toEqual([
        expect.toSatisfy((code: number) => [0, 1, 2].includes(code)),
        expect.not.stringMatching(/\n +at |bug of/),
      ]);
      if (run.code === 2) expect(run.stderr).toMatch(/degreen\.toml|decisions\.json|baseline/);
      expect(stateOf(folder)).toEqual(before);
    }
  }, 180_000);
});
