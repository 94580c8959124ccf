// `--finish` through the commands, over the made-up library: what ends with it is offered or what stands in the way is said.
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { loadProject } from '../../src/commands/load-project.ts';
import { beginning } from '../../src/commands/open-review.ts';
import { patch } from '../../src/commands/patch.ts';
import type { ScanFormat } from '../../src/commands/print-ledger.ts';
import { scan } from '../../src/commands/scan.ts';
import { frameOf } from '../../src/tui/frame.ts';
import { type Contents, cleanUp, commit, folderOf, repositoryOf, stateOf, write } from '../support/cli.ts';
import { libRegistry } from '../support/contract-transforms.ts';
import { worldOf } from '../support/world.ts';

afterAll(cleanUp);

const READY: Contents = {
  'pkg/__init__.py': '',
  'pkg/main.py': 'import lib\n\nlib.begin()\nRUN = 1\n',
  'pkg/work.py': 'import lib\n\n\ndef work(f):\n    lib.nap(1)\n    return lib.execute(f, 1)\n',
};
const BLOCKED: Contents = {
  ...READY,
  'pkg/more.py': `import lib\n\n\ndef more():\n${'    lib.other()\n'.repeat(5)}`,
};

async function run(contents: Contents, command: (world: ReturnType<typeof worldOf>['world']) => Promise<number>) {
  const folder = repositoryOf(contents);
  const { world, stdout, stderr } = worldOf(folder, libRegistry);
  const code = await command(world);
  return { folder, code, stdout: stdout(), stderr: stderr() };
}
const scanned = (contents: Contents, format: ScanFormat, finish = true) =>
  run(contents, (world) => scan(world, [], { format, finish }));

describe('while something stands in the way', () => {
  it('diff does what it does without --finish, and counts the places by group', async () => {
    const plain = await run(BLOCKED, (world) => diff(world, [], { level: 'review' }));
    const asked = await run(BLOCKED, (world) => diff(world, [], { level: 'review', finish: true }));
    expect([asked.stdout, asked.code]).toEqual([plain.stdout, plain.code]);
    expect(plain.stdout).not.toContain('main.py');
    expect(asked.stderr.split('\n').slice(1, 8)).toEqual([
      'what only the end of lib takes out is not offered: 5 places in 1 group stand in the way',
      '  rest (5 places)',
      '    pkg/more.py:5  lib.other',
      '    pkg/more.py:6  lib.other',
      '    pkg/more.py:7  lib.other',
      '    and 2 more',
      '`degreen scan --finish` lists all places',
    ]);
  });

  it('scan lists all places, and its JSON has them', async () => {
    const { stdout, code } = await scanned(BLOCKED, 'text');
    expect(code).toBe(0);
    expect(stdout).toContain('pkg/more.py:9  lib.other');
    const { finish } = JSON.parse((await scanned(BLOCKED, 'json')).stdout);
    expect([finish.offered, finish.hunks, finish.files]).toEqual([false, [], []]);
    expect(finish.blockers[0].places).toHaveLength(5);
    expect(JSON.parse((await scanned(BLOCKED, 'json', false)).stdout)).not.toHaveProperty('finish');
  });

  it('a file that cannot be read is one, and one outside of the paths', async () => {
    const broken = await scanned({ ...READY, 'pkg/broken.py': 'import lib\ndef (:\n' }, 'text');
    expect(broken.stdout).toMatch(/1 file stands in the way\n.*\n {4}pkg\/broken\.py: /);
    const partly = await run(READY, (world) => diff(world, ['pkg/work.py'], { finish: true }));
    expect(partly.stderr).toContain('pkg/main.py: it is not among the files that degreen was asked to work on');
  });

  it('check fails, and does not without --finish', async () => {
    const folder = repositoryOf(BLOCKED);
    const { world, stderr } = worldOf(folder, libRegistry);
    expect(await check(world, [], { writeBaseline: true })).toBe(0);
    expect(await check(world, [], {})).toBe(0);
    expect(await check(world, [], { finish: true })).toBe(1);
    expect(stderr()).toContain('pkg/more.py:5  lib.other');
  });
});

describe('where nothing stands in the way', () => {
  it('the hunks are offered, and taken only with all others', async () => {
    const safe = await run(READY, (world) => diff(world, [], { finish: true }));
    expect(safe.stderr).toContain('nothing stands in the way of the end of lib: 2 hunks of the end are offered');
    expect(safe.stderr.match(/right only when nothing is left/g)).toHaveLength(1);
    expect(safe.stdout).not.toContain('main.py');
    const { folder, code } = await run(READY, (world) => apply(world, [], { finish: true, level: 'review' }));
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'pkg/main.py'), 'utf8')).toBe('RUN = 1\n');
  });

  it('check passes as long as nothing is new', async () => {
    const folder = repositoryOf(READY);
    const { world } = worldOf(folder, libRegistry);
    await check(world, [], { writeBaseline: true });
    expect(await check(world, [], { finish: true })).toBe(0);
  });

  it('they are the last patches of a series', async () => {
    const output = join(folderOf({}), 'out');
    const { code, stderr } = await run(READY, (world) => patch(world, [], { finish: true, level: 'review', output }));
    expect([code, stderr]).toEqual([0, expect.stringContaining('proved: 3 patches')]);
    const names = Object.keys(stateOf(output)).filter((name) => name.endsWith('.patch'));
    const texts = names.sort().map((name) => readFileSync(join(output, name), 'utf8'));
    expect(texts.map((text) => [...text.matchAll(/^diff --git a\/(\S+)/gm)].map(([, path]) => path))).toEqual([
      ['pkg/work.py'],
      ['pkg/main.py'],
      ['pkg/work.py'],
    ]);
  });
});

describe('files that are no Python', () => {
  const TEXTS: Contents = {
    ...READY,
    'requirements.txt': 'six\r\nlib>=1\r\n',
    'big/requirements.txt': `${'# padding\n'.repeat(40_000)}lib\n`,
    'setup.cfg': '[metadata]\n',
  };
  const LIB = 'finish:requirements.txt::1';

  it('are written like others: with their line ends and permissions, and never through a link', async () => {
    const folder = repositoryOf({ ...TEXTS, 'other.txt': 'lib\n' });
    chmodSync(join(folder, 'requirements.txt'), 0o755);
    mkdirSync(join(folder, 'linked'));
    symlinkSync('../other.txt', join(folder, 'linked/requirements.txt'));
    commit(folder);
    const { world, stderr } = worldOf(folder, libRegistry);
    expect(await apply(world, [], { finish: true, level: 'review' })).toBe(0);
    expect(stderr()).toContain('4 files changed, 5 hunks');
    expect(readFileSync(join(folder, 'requirements.txt'), 'utf8')).toBe('six\r\n');
    expect(statSync(join(folder, 'requirements.txt')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(folder, 'big/requirements.txt'), 'utf8')).toMatch(/padding\n$/);
    expect(readFileSync(join(folder, 'other.txt'), 'utf8')).toBe('lib\n');
    expect(readFileSync(join(folder, 'setup.cfg'), 'utf8')).toBe('[metadata]\n');
    expect(await apply(world, [], { finish: true, level: 'review' })).toBe(0);
  });

  it('are in the diff and in decisions, and untouched without the flag or where they are excluded', async () => {
    const { folder, stdout } = await run(TEXTS, (world) => diff(world, [], { finish: true, level: 'review' }));
    expect(stdout).toContain('diff --git a/requirements.txt b/requirements.txt');
    expect((await run(TEXTS, (world) => diff(world, [], { level: 'review' }))).stdout).not.toContain('requirements');
    const excluded = await run(TEXTS, (world) =>
      diff(world, [], { finish: true, level: 'review', exclude: ['**/requirements.txt'] }),
    );
    expect(excluded.stdout).not.toContain('requirements');
    const report = JSON.parse((await scanned(TEXTS, 'json')).stdout);
    const hunk = report.hunks.find(({ id }: { id: string }) => id === LIB);
    expect(hunk).toMatchObject({ path: 'requirements.txt', line: 2, level: 'safe', before: 'lib>=1\r\n', after: '' });
    expect(report.finish.hunks).toContain(LIB);
    expect((await scanned(TEXTS, 'text')).stdout).toContain('requirements.txt:2  safe  lib>=1 → dropped');
    const all = report.hunks.map(({ id }: { id: string }) => [id, id === LIB ? 'skip' : 'accept']);
    write(folder, { 'd.json': JSON.stringify({ version: 1, base: null, decisions: Object.fromEntries(all) }) });
    const { world, stdout: decided } = worldOf(folder, libRegistry);
    expect(await diff(world, [], { finish: true, decisions: 'd.json' })).toBe(0);
    expect(decided()).toContain('a/setup.cfg');
    expect(decided()).not.toContain('a/requirements.txt');
  });

  it('are the last patch of a series, which is proved', async () => {
    const output = join(folderOf({}), 'out');
    const { code, stderr } = await run(TEXTS, (world) => patch(world, [], { finish: true, level: 'review', output }));
    expect([code, stderr]).toEqual([0, expect.stringContaining('proved: 4 patches')]);
    const last = Object.keys(stateOf(output))
      .filter((name) => name.startsWith('0004'))
      .join();
    expect(last).toBe('0004-Take-lib-out-of-big-requirements.txt-and-requirement.patch');
    expect(readFileSync(join(output, last), 'utf8')).toContain('nothing else uses it any more');
  });

  it('are shown in the review', async () => {
    const folder = repositoryOf(TEXTS);
    const { world } = worldOf(folder, libRegistry);
    const prepared = await loadProject(world, [], { finish: true }, 'references');
    const { session } = await beginning(world, {}, prepared, undefined);
    const shown = frameOf({ ...session, screen: 'hunk', current: LIB }, new Map(), { columns: 100, rows: 30 });
    const text = shown.rows.map((row) => row.map((cell) => cell.text).join('')).join('\n');
    expect(text).toMatch(/requirements\.txt:2[\s\S]*- *lib>=1/);
  });
});
