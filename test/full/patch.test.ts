// Patch series of real trees, from outside: what git makes of the patches is what the dry run shows, and git would write
// the same patches. DEGREEN_SEED repeats the random subsets of an earlier run.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Selection } from '../../src/commands/selection.ts';
import { type Planned, planTree } from './planned.ts';
import * as tree from './tree.ts';

const TREES = ['nova', 'swift', 'heat'];
const SUBSETS = 2;

Object.assign(process.env, {
  GIT_AUTHOR_NAME: 'A Person',
  GIT_AUTHOR_EMAIL: 'person@example.org',
  GIT_AUTHOR_DATE: '2024-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'A Person',
  GIT_COMMITTER_EMAIL: 'person@example.org',
  GIT_COMMITTER_DATE: '2024-01-02T03:04:05Z',
});

const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);
const absent = await tree.missing();
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the series test ${absent}`);
if (absent) console.warn(`The series test is skipped: it ${absent}.`);
const places = absent ? new Map<string, string>() : await tree.fetchTrees(TREES);
const told: string[] = [];

/** A real tree with its plan, and a clone of it to apply patches in. */
interface Place {
  readonly place: string;
  readonly planned: Planned;
  readonly copy: string;
}

/** Puts a clone back to the commit that it came with. */
async function restore(copy: string): Promise<void> {
  await tree.run('git', ['reset', '-q', '--hard', 'origin/HEAD'], { cwd: copy });
}

/** Makes a series, applies it in a clone, and compares with the dry run and with git's own patches. */
async function roundTrip(
  { place, planned, copy }: Place,
  label: string,
  choice: Selection,
  shape: readonly string[] = [],
): Promise<void> {
  await tree.inFolder(async (folder) => {
    const out = join(folder, 'out');
    const started = Date.now();
    const flags = Object.entries(choice).map(([name, value]) => `--${name}=${value}`);
    const made = await tree.degreen(place, ['patch', '-o', out, ...flags, ...shape], [0, 1]);
    const seconds = (Date.now() - started) / 1000;
    const dry = await planned.diff(choice);
    if (dry.stdout.length === 0) return expect(made.stderr).toContain('nothing was written');
    const proof = /^proved: .*/m.exec(made.stderr)?.[0] ?? made.stderr;
    expect(proof).toContain('result equal to the preview');
    const names = (await readdir(out)).filter((name) => name.endsWith('.patch')).sort();
    expect(await readFile(join(out, 'series'), 'utf8')).toBe(names.map((name) => `${name}\n`).join(''));

    await restore(copy);
    const base = (await tree.run('git', ['rev-parse', 'HEAD'], { cwd: copy })).stdout.toString().trim();
    const ends = proof.includes('--keep-cr') ? ['--keep-cr'] : [];
    await tree.run('git', ['am', '-q', '-3', ...ends, ...names.map((name) => join(out, name))], { cwd: copy });
    const again = join(folder, 'again');
    await tree.run('git', ['format-patch', '-q', '-o', again, base], { cwd: copy });
    let lines = 0;
    for (const name of names) {
      const bytes = await readFile(join(out, name));
      expect(bytes.equals(await readFile(join(again, name))), `${label}: ${name}`).toBe(true);
      lines += bytes.toString('latin1').split('\n').length - 1;
    }
    const treeOf = async () => (await tree.run('git', ['write-tree'], { cwd: copy })).stdout.toString();
    const applied = await treeOf();
    await restore(copy);
    await tree.applyPatch(copy, dry.stdout);
    await tree.run('git', ['add', '--all'], { cwd: copy });
    expect(await treeOf()).toBe(applied);
    told.push(`${label}: ${lines} lines in ${seconds.toFixed(1)} s; ${proof}`);
  });
}

describe.skipIf(absent).each(TREES)('%s', (name) => {
  let folder = '';
  let where: Place;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'degreen-full-'));
    const place = places.get(name) ?? '';
    where = { place, planned: await planTree(place), copy: await tree.clone(place, folder) };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each<tree.Level>(['safe', 'review'])('the series of level %s', async (level) => {
    await roundTrip(where, `${name} ${level}`, { level });
  });

  test('the series of level review, split by two folders', async () => {
    await roundTrip(where, `${name} review, split`, { level: 'review' }, ['--split', '2']);
  });

  test(`${SUBSETS} random subsets as series`, async () => {
    const { ids } = where.planned;
    const random = tree.randomFrom(seed);
    for (let index = 0; index < SUBSETS; index++) {
      const drawn = tree.drawSubset(ids, random);
      await tree.inFolder(async (folder) => {
        const file = join(folder, 'decisions.json');
        const decisions = Object.fromEntries([...drawn].map((id) => [id, 'accept']));
        await writeFile(file, JSON.stringify({ version: 1, base: null, decisions }));
        const label = `${name} subset ${index} of seed ${seed}, ${drawn.size} of ${ids.length} hunks`;
        await roundTrip(where, label, { decisions: file });
      });
    }
  });
});

afterAll(() => {
  if (told.length > 0) console.log(`\n${told.join('\n')}\n`);
});
