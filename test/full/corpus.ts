// What must hold of the program on a real tree, from outside: git applies what it prints; CPython, pyflakes and hacking judge
// the result. The random subsets are planned once in this process; some of them are compared with the program's own bytes.
// DEGREEN_FULL=1 makes a missing tool a failure; DEGREEN_SEED repeats the random subsets of an earlier run.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Planned, planTree } from './planned.ts';
import type { Hunk, Ledger, Level, Outcome, Pair } from './tree.ts';
import * as tree from './tree.ts';

/** A tree, and how many random subsets of its hunks are drawn. */
export interface Corpus {
  readonly name: string;
  readonly subsets: number;
}

/** Of very many failures, the first will do. */
const SHOWN = 20;

/** So many subsets of a tree are also what the program itself makes of them. */
const COMPARED = 2;

const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);

/** Why these tests cannot run here. */
export const absent = await tree.missing();
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the corpus test ${absent}`);
if (absent) console.warn(`The corpus test is skipped: it ${absent}.`);

/** What the table at the end shows of one tree. */
interface Figures {
  ledger: Ledger | undefined;
  subsets: number;
  judged: number;
  seconds: number;
}

/** Tests trees, of which at least so many subsets are to be drawn together, and prints a table of them at the end. */
export async function testTrees(trees: readonly Corpus[], wanted: number): Promise<void> {
  const places = absent ? new Map<string, string>() : await tree.fetchTrees(trees.map(({ name }) => name));
  const figures = new Map<string, Figures>();
  for (const corpus of trees) figures.set(corpus.name, testTree(corpus, places.get(corpus.name) ?? ''));
  test.skipIf(absent)(`at least ${wanted} subsets were drawn`, () => {
    const drawn = [...figures.values()].reduce((sum, { subsets }) => sum + subsets, 0);
    expect(drawn).toBeGreaterThanOrEqual(wanted);
  });
  afterAll(() => {
    if (!absent) console.log(`\n${report(figures)}\n`);
  });
}

function testTree({ name, subsets }: Corpus, place: string): Figures {
  const figure: Figures = { ledger: undefined, subsets: 0, judged: 0, seconds: 0 };
  describe.skipIf(absent)(name, () => defineTests(place, subsets, figure));
  return figure;
}

function defineTests(place: string, subsets: number, figure: Figures): void {
  let started = 0;
  let planned: Promise<Planned> | undefined;
  const plan = () => {
    planned ??= planTree(place);
    return planned;
  };
  const runs = new Map<string, Promise<Outcome>>();
  /** The program's first run with some arguments. */
  const program = (...args: readonly string[]): Promise<Outcome> => {
    const run = runs.get(args.join(' ')) ?? tree.degreen(place, args);
    runs.set(args.join(' '), run);
    return run;
  };
  const ledger = async () => {
    figure.ledger ??= JSON.parse((await program('scan', '--format', 'json')).stdout.toString()) as Ledger;
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

  test('each note and each advice has room in two lines', async () => {
    expect((await plan()).tooLong.slice(0, SHOWN)).toEqual([]);
  });

  test('two runs print the same bytes, and so does what was kept of them', async () => {
    const json = ['scan', '--format', 'json'];
    const review = ['diff', '--level', 'review'];
    for (const [args, same] of [
      [json, json],
      [['diff', '--level', 'safe'], ['diff']],
      [review, review],
    ] as const) {
      const first = await program(...args);
      await tree.forgetAnswers(place);
      const second = await tree.degreen(place, same);
      const kept = await tree.degreen(place, same);
      for (const { stdout } of [second, kept])
        expect(first.stdout.equals(stdout), `degreen ${args.join(' ')}`).toBe(true);
    }
  });

  test.each<Level>(['safe', 'review'])('diff --level %s', async (level) => {
    const { hunks } = await ledger();
    await tree.inFolder(async (folder) => {
      const copy = await tree.clone(place, folder);
      const outcome = await program('diff', '--level', level);
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
          const file = await writeDecisions(hunks, drawn, join(folder, `decisions-${index}.json`));
          const outcome = await dryRun(await plan(), file);
          if (index < COMPARED) await expectProgram(place, file, outcome);
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
      const file = await writeDecisions(hunks, drawn, join(folder, 'decisions.json'));
      const levelled = (await program('diff', '--level', level)).stdout;
      expect((await dryRun(await plan(), file)).stdout.equals(levelled)).toBe(true);
    });
  });

  test('the order of decisions changes nothing', async () => {
    const { hunks } = await ledger();
    const drawn = tree.drawSubset(
      hunks.map(({ id }) => id),
      tree.randomFrom(seed + 1),
    );
    await tree.inFolder(async (folder) => {
      const made = async (order: readonly Hunk[], name: string) =>
        dryRun(await plan(), await writeDecisions(order, drawn, join(folder, name)));
      const forward = await made(hunks, 'forward.json');
      const backward = await made([...hunks].reverse(), 'backward.json');
      expect(backward.stdout.equals(forward.stdout), `seed ${seed}`).toBe(true);
    });
  });
}

/** A decisions file that names every hunk in the order given. */
async function writeDecisions(hunks: readonly Hunk[], drawn: ReadonlySet<string>, file: string): Promise<string> {
  const decisions = Object.fromEntries(hunks.map(({ id }) => [id, drawn.has(id) ? 'accept' : 'skip']));
  await writeFile(file, JSON.stringify({ version: 1, base: null, decisions }));
  return file;
}

/** The dry run with a decisions file. */
async function dryRun(planned: Planned, file: string): Promise<Outcome> {
  const outcome = await planned.diff({ decisions: file });
  expect([0, 1]).toContain(outcome.status);
  // Exit 1 says that something is to be reported: then it must be.
  if (outcome.status === 1) expect(outcome.stderr.trim(), file).not.toBe('');
  return outcome;
}

/** The program prints and says the same; it says more at its end. */
async function expectProgram(place: string, file: string, outcome: Outcome): Promise<void> {
  const { status, stdout, stderr } = await tree.degreen(place, ['diff', '--decisions', file], [0, 1]);
  expect(stdout.equals(outcome.stdout), file).toBe(true);
  expect([status, stderr.slice(0, outcome.stderr.length)]).toEqual([outcome.status, outcome.stderr]);
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

function report(figures: ReadonlyMap<string, Figures>): string {
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
