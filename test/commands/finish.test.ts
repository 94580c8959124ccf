// `--finish` through the commands, over the made-up library: what ends with it is offered or what stands in the way is said.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { patch } from '../../src/commands/patch.ts';
import { type ScanFormat, scan } from '../../src/commands/scan.ts';
import { type Contents, cleanUp, folderOf, repositoryOf, stateOf } from '../support/cli.ts';
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
