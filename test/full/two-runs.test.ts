// Real trees in two steps: a random part of the hunks, then the rest, give what one run gives, but for what the first run
// names. And a tree whose names are mocked and reached from a test of ours, which must bring no new message of pyflakes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planTree } from './planned.ts';
import * as tree from './tree.ts';

const TREES = ['heat', 'cinder', 'neutron'] as const;
const DRAWS = 2;

const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);
const absent = await tree.missing();
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the test of two runs ${absent}`);
const places = absent ? new Map<string, string>() : await tree.fetchTrees([...TREES, 'swift']);

/** What an applied patch leaves, by path. */
async function changed(copy: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await tree.run('git', ['diff', '--no-color'], { cwd: copy });
  const parts = stdout
    .toString('latin1')
    .split(/^diff --git /m)
    .slice(1);
  return new Map(parts.map((part) => [/ b\/(.*)/.exec(part)?.[1] ?? '', part]));
}

/** The files that warnings and notes speak of. */
function named(stderr: string): ReadonlySet<string> {
  const lines = stderr
    .split('\n')
    .filter((line) => / still patches | names .*, whose import | imports .* as /.test(line));
  return new Set(lines.flatMap((line) => /^(?:warning|note): ([^\s:]+)/.exec(line)?.[1] ?? []));
}

describe.skipIf(absent).each(TREES)('%s', (name) => {
  const place = () => places.get(name) ?? '';

  test('accepting in two runs is accepting in one', async () => {
    const planned = await planTree(place());
    const { ids } = planned;
    expect(ids.length).toBeGreaterThan(10);
    const random = tree.randomFrom(seed);
    await tree.inFolder(async (folder) => {
      const copy = await tree.clone(place(), folder);
      await tree.applyPatch(copy, (await planned.diff({ level: 'review' })).stdout);
      const whole = await changed(copy);
      await tree.reset(copy);
      for (let draw = 0; draw < DRAWS; draw++) {
        const drawn = tree.drawSubset(ids, random);
        const decisions = Object.fromEntries(ids.map((id) => [id, drawn.has(id) ? 'accept' : 'skip']));
        const file = join(folder, 'decisions.json');
        await writeFile(file, JSON.stringify({ version: 1, base: null, decisions }));
        const first = await planned.diff({ decisions: file });
        await tree.applyPatch(copy, first.stdout);
        const told = named(first.stderr);
        await tree.applyPatch(copy, (await tree.degreen(copy, ['diff', '--level', 'review'], [0, 1])).stdout);
        const both = await changed(copy);
        const differ = [...new Set([...whole.keys(), ...both.keys()])].filter(
          (path) => whole.get(path) !== both.get(path) && !told.has(path),
        );
        expect(differ, `seed ${seed}, draw ${draw} of ${drawn.size} hunks`).toEqual([]);
        await tree.reset(copy);
      }
    });
  });
});

const REACHED = ['common/internal_client', 'common/direct_client', 'obj/expirer', 'container/sync'] as const;

test.skipIf(absent)('swift, mocked and reached, has no new message of pyflakes', async () => {
  const modules = REACHED.map((path) => `swift.${path.replaceAll('/', '.')}`);
  const lines = [
    'from unittest import mock',
    '',
    ...modules.map((module) => `import ${module}`),
    ...modules.flatMap((module, index) => [
      ...['', '', `@mock.patch('${module}.sleep')`, `def test_string_${index}(sleep):`, `    print(${module})`],
      ...['', '', `@mock.patch.object(${module}, 'sleep')`, `def test_object_${index}(sleep):`, '    pass'],
    ]),
    ...['', '', 'def test_assigned():', `    old = ${modules[0]}.sleep`, `    ${modules[0]}.sleep = print`],
    `    ${modules[0]}.sleep = old`,
    ...['', '', `SHOWN = '${modules[1]}.sleep'`],
  ];
  await tree.inFolder(async (folder) => {
    const original = await tree.clone(places.get('swift') ?? '', folder);
    await mkdir(join(original, 'test_reached'));
    await writeFile(join(original, 'test_reached/test_reached.py'), `${lines.join('\n')}\n`);
    await tree.run('git', ['add', '-A'], { cwd: original });
    await tree.run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'T'], {
      cwd: original,
    });
    const copy = await tree.clone(original, folder);
    const planned = await planTree(original);
    const { ids } = planned;
    const random = tree.randomFrom(seed);
    for (const drawn of [new Set(ids), ...Array.from({ length: DRAWS }, () => tree.drawSubset(ids, random))]) {
      const file = join(folder, 'decisions.json');
      const decisions = Object.fromEntries([...drawn].map((id) => [id, 'accept']));
      await writeFile(file, JSON.stringify({ version: 1, base: null, decisions }));
      const { stdout } = await planned.diff({ decisions: file });
      const changes = await tree.applyPatch(copy, stdout);
      const pairs = changes.map(({ path }) => ({ name: path, before: join(original, path), after: join(copy, path) }));
      expect((await tree.judge(pairs, 'reduced')).problems, `seed ${seed}, ${drawn.size} hunks`).toEqual([]);
      await tree.reset(copy);
    }
  });
});
