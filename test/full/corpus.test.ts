// The program on real trees, from outside: git applies what it prints; CPython, pyflakes and hacking judge the result.
// DEGREEN_FULL=1 makes a missing tool a failure; DEGREEN_SEED repeats the random subsets of an earlier run.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hunk, Ledger, Level, Outcome, Pair } from './tree.ts';
import * as tree from './tree.ts';

/** By the hunks of a tree and the cost of a run over it; together more than WANTED, as a tree may have no hunk. */
const TREES: readonly { readonly name: string; readonly subsets: number }[] = [
  { name: 'nova', subsets: 30 },
  { name: 'swift', subsets: 80 },
  { name: 'heat', subsets: 50 },
  { name: 'glance', subsets: 20 },
  { name: 'oslo.service', subsets: 20 },
  { name: 'engineio', subsets: 5 },
  { name: 'socketio', subsets: 5 },
];
const WANTED = 200;

/** Of very many failures, the first will do. */
const SHOWN = 20;

const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);
const absent = await tree.missing();
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the corpus test ${absent}`);
if (absent) console.warn(`The corpus test is skipped: it ${absent}.`);
const places = absent ? new Map<string, string>() : await tree.fetchTrees(TREES.map(({ name }) => name));

/** What the table at the end shows of one tree. */
interface Figures {
  ledger: Ledger | undefined;
  subsets: number;
  judged: number;
  seconds: number;
}
const figures = new Map<string, Figures>(
  TREES.map(({ name }) => [name, { ledger: undefined, subsets: 0, judged: 0, seconds: 0 }]),
);

describe('the judge', () => {
  test.skipIf(absent)('finds each kind of damage, and no fault in what was there before', async () => {
    const names = 'import os\nimport sys\nfrom re import I, M';
    const before = `${names}\n\n\ndef f(a):\n    print(os, sys, I, M, a, unknown)\n`;
    const cases: Readonly<Record<string, string>> = {
      same: before,
      moved: before.replace('\n\n\n', '\n\n\n# a comment\n'),
      syntax: before.replace('def f(a):', 'def f(a:'),
      compiler: before.replace('a, unknown', 'unknown, nonlocal_()').replace('(a):', '(a):\n    nonlocal x'),
      undefined: before.replace('import os\n', ''),
      unused: `import abc\n${before}`,
      order: before.replace('import os\nimport sys', 'import sys\nimport os'),
      // The order rule passes over a line of two names; what it sees now was no better before.
      seen: before.replace('I, M', 'I').replace('I, M, ', 'I, '),
      new: before.replace('from re', 'import ast\nfrom re').replace('I, M, ', 'I, M, ast, '),
      late: `${before}from __future__ import annotations\n`,
    };
    const both = await tree.inFolder(async (folder) => {
      const original = await tree.keep(Buffer.from(before), folder);
      const pairs: Pair[] = [];
      for (const [name, text] of Object.entries(cases)) {
        pairs.push({ name, before: original, after: await tree.keep(Buffer.from(text), folder) });
      }
      return Promise.all([tree.judge(pairs, 'whole'), tree.judge(pairs, 'reduced')]);
    });
    for (const { judged, problems } of both) {
      expect(judged).toBe(Object.keys(cases).length);
      expect(problems.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
        'syntax: syntax',
        'compiler: syntax',
        'undefined: pyflakes',
        'unused: pyflakes',
        'order: imports',
        'new: imports',
        'late: syntax',
      ]);
    }
  });
});

describe.skipIf(absent).each(TREES.map(({ name, subsets }) => [name, subsets] as const))('%s', (name, subsets) => {
  const place = places.get(name) ?? '';
  const figure = figures.get(name) as Figures;
  let started = 0;
  const ledger = async () => {
    figure.ledger ??= await tree.scan(place);
    return figure.ledger;
  };
  beforeAll(() => {
    started = Date.now();
  });
  afterAll(() => {
    figure.seconds = (Date.now() - started) / 1000;
  });

  test('every line with the name is in the ledger, and every reference has an end', async () => {
    const { summary, references, hunks } = await ledger();
    const covered = new Set<string>();
    for (const { path, line, endLine } of references) {
      for (let at = line; at <= endLine; at++) covered.add(`${path}:${at}`);
    }
    const lines = await tree.grepLines(place, 'eventlet');
    expect(lines.filter((line) => !covered.has(line))).toEqual([]);
    expect(summary.lines).toBe(lines.length);
    expect(summary.references).toBe(references.length);

    const ids = new Set(hunks.map(({ id }) => id));
    expect(ids.size).toBe(hunks.length);
    const ended = ({ hunk, verdict, role }: tree.Reference) =>
      hunk !== null || verdict === 'manual' || verdict === 'mention' || role === 'import' || role === 'attribute';
    expect(references.filter((reference) => !ended(reference))).toEqual([]);
    expect(references.filter(({ hunk }) => hunk !== null && !ids.has(hunk))).toEqual([]);
    expect(hunks.flatMap(({ requires }) => requires).filter((id) => !ids.has(id))).toEqual([]);
  });

  test('two runs print the same bytes', async () => {
    for (const args of [['scan', '--format', 'json'], ['diff'], ['diff', '--level', 'review']]) {
      const [first, second] = await Promise.all([tree.degreen(place, args), tree.degreen(place, args)]);
      expect(first.stdout.equals(second.stdout), `degreen ${args.join(' ')}`).toBe(true);
    }
  });

  test.each<Level>(['safe', 'review'])('diff --level %s', async (level) => {
    const { hunks } = await ledger();
    await tree.inFolder(async (folder) => {
      const copy = await tree.clone(place, folder);
      const outcome = await tree.degreen(place, ['diff', '--level', level]);
      const changes = await tree.applyPatch(copy, outcome.stdout);
      await expectOnlyThese(copy, changes);
      expectFiles(
        changes,
        accepted(hunks, (hunk) => level === 'review' || hunk.level === 'safe'),
        outcome,
      );

      const pairs = changes.map(({ path }) => ({ name: path, before: join(place, path), after: join(copy, path) }));
      const { judged, problems } = await tree.judge(pairs, 'whole');
      figure.judged += judged;
      expect(problems).toEqual([]);
      expect((await tree.degreen(copy, ['diff', '--level', level])).stdout.toString()).toBe('');
    });
  });

  test(`${subsets} random subsets`, async () => {
    const { hunks } = await ledger();
    if (hunks.length === 0) return;
    const random = tree.randomFrom(seed);
    const draws = Array.from({ length: subsets }, (_, index) => ({
      index,
      drawn: tree.drawSubset(
        hunks.map(({ id }) => id),
        random,
      ),
    }));
    const pairs: Pair[] = [];
    const failures: string[] = [];
    await tree.inFolder(async (folder) => {
      const copies = new Map<number, Promise<string>>();
      await tree.inParallel(draws, async ({ index, drawn }, worker) => {
        const cloned = copies.get(worker) ?? tree.clone(place, folder);
        copies.set(worker, cloned);
        const copy = await cloned;
        const label = `subset ${index} of seed ${seed}, ${drawn.size} of ${hunks.length} hunks`;
        try {
          const outcome = await decide(place, hunks, drawn, join(folder, `decisions-${index}.json`));
          const changes = await tree.applyPatch(copy, outcome.stdout);
          await expectOnlyThese(copy, changes);
          expectFiles(
            changes,
            accepted(hunks, ({ id }) => drawn.has(id)),
            outcome,
          );
          for (const { path } of changes) {
            const after = await tree.keep(await readFile(join(copy, path)), join(folder, 'rendered'));
            pairs.push({ name: `${path} (${label})`, before: join(place, path), after });
          }
        } catch (error) {
          failures.push(`${label}: ${error instanceof Error ? error.message : error}`);
        }
        await tree.reset(copy);
      });
      const { judged, problems } = await tree.judge(pairs, 'reduced');
      figure.judged += judged;
      figure.subsets = draws.length;
      expect(failures.slice(0, SHOWN)).toEqual([]);
      expect(problems.slice(0, SHOWN)).toEqual([]);
    });
  });

  test.each<Level>(['safe', 'review'])('decisions that say what level %s says give its bytes', async (level) => {
    const { hunks } = await ledger();
    const drawn = new Set(hunks.filter((hunk) => level === 'review' || hunk.level === 'safe').map(({ id }) => id));
    await tree.inFolder(async (folder) => {
      const decided = await decide(place, hunks, drawn, join(folder, 'decisions.json'));
      const levelled = await tree.degreen(place, ['diff', '--level', level]);
      expect(decided.stdout.equals(levelled.stdout)).toBe(true);
    });
  });

  test('the order of decisions changes nothing', async () => {
    const { hunks } = await ledger();
    const drawn = tree.drawSubset(
      hunks.map(({ id }) => id),
      tree.randomFrom(seed + 1),
    );
    await tree.inFolder(async (folder) => {
      const forward = await decide(place, hunks, drawn, join(folder, 'forward.json'));
      const backward = await decide(place, [...hunks].reverse(), drawn, join(folder, 'backward.json'));
      expect(backward.stdout.equals(forward.stdout), `seed ${seed}`).toBe(true);
    });
  });
});

test.skipIf(absent)(`at least ${WANTED} subsets were drawn`, () => {
  const drawn = [...figures.values()].reduce((sum, { subsets }) => sum + subsets, 0);
  expect(drawn).toBeGreaterThanOrEqual(WANTED);
});

afterAll(() => {
  if (!absent) console.log(`\n${report()}\n`);
});

/** The dry run with a decisions file that names every hunk in the order given. */
async function decide(
  place: string,
  hunks: readonly Hunk[],
  drawn: ReadonlySet<string>,
  file: string,
): Promise<Outcome> {
  const decisions = Object.fromEntries(hunks.map(({ id }) => [id, drawn.has(id) ? 'accept' : 'skip']));
  await writeFile(file, JSON.stringify({ version: 1, base: null, decisions }));
  const outcome = await tree.degreen(place, ['diff', '--decisions', file], [0, 1]);
  // Exit 1 says that something is to be reported: then it must be.
  if (outcome.status === 1) expect(outcome.stderr.trim(), file).not.toBe('');
  return outcome;
}

/** The hunks that are chosen and whose requirements are: without these the tool drops a hunk, and rightly. */
function accepted(hunks: readonly Hunk[], chosen: (hunk: Hunk) => boolean): readonly Hunk[] {
  let live = hunks.filter(chosen);
  for (let before = -1; before !== live.length; ) {
    before = live.length;
    const ids = new Set(live.map(({ id }) => id));
    live = live.filter(({ requires }) => requires.every((id) => ids.has(id)));
  }
  return live;
}

/** The patch changes the files of its hunks and no other; one that it leaves out is named on stderr. */
function expectFiles(changes: readonly tree.Change[], live: readonly Hunk[], outcome: Outcome): void {
  const owners = new Set(live.map(({ path }) => path));
  const changed = new Set(changes.map(({ path }) => path));
  expect([...changed].filter((path) => !owners.has(path))).toEqual([]);
  expect([...owners].filter((path) => !changed.has(path) && !outcome.stderr.includes(path))).toEqual([]);
}

/** The work tree differs where the patch says and nowhere else, and the patch names no line that stays as it was. */
async function expectOnlyThese(copy: string, changes: readonly tree.Change[]): Promise<void> {
  const found = await tree.differences(copy);
  expect(found.others).toEqual([]);
  const byPath = (a: tree.Change, b: tree.Change) => (a.path < b.path ? -1 : 1);
  expect([...changes].sort(byPath)).toEqual([...found.changes].sort(byPath));
}

function report(): string {
  const rows: (readonly (string | number)[])[] = [
    [
      'tree',
      'lines',
      'references',
      'safe',
      'review',
      'manual',
      'mention',
      'hunks',
      'subsets',
      'files judged',
      'seconds',
    ],
  ];
  const transforms = [
    ...new Set([...figures.values()].flatMap(({ ledger }) => ledger?.hunks ?? []).map((h) => h.transform)),
  ];
  const perTransform: (readonly (string | number)[])[] = [['hunks safe + review', ...transforms.sort()]];
  for (const [name, { ledger, subsets, judged, seconds }] of figures) {
    if (!ledger) continue;
    const { lines, references, verdicts } = ledger.summary;
    const of = ['safe', 'review', 'manual', 'mention'].map((verdict) => verdicts[verdict] ?? 0);
    rows.push([name, lines, references, ...of, ledger.hunks.length, subsets, judged, seconds.toFixed(1)]);
    const count = (id: string, level: Level) =>
      ledger.hunks.filter((hunk) => hunk.transform === id && hunk.level === level).length;
    perTransform.push([name, ...transforms.map((id) => `${count(id, 'safe')} + ${count(id, 'review')}`)]);
  }
  return `${table(rows)}\n\n${table(perTransform)}\n\nseed ${seed}`;
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const cell = (value: string | number, column: number) =>
    column === 0 ? String(value).padEnd(widths[0] ?? 0) : String(value).padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ')).join('\n');
}
