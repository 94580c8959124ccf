// Files of any size: what is no Python is searched in pieces, and what is Python but too large is searched likewise. The lines
// are those of git grep, and the memory does not grow with the files.
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CLI, cleanUp, git, repositoryOf, runProgram, write } from '../support/cli.ts';

afterAll(cleanUp);

const MEASURE = `
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(run.returncode)
`;

const MIB = 1 << 20;
const long = `${'x'.repeat(62)}\n`;

it('are counted as git grep counts them, in bounded memory', () => {
  const folder = repositoryOf({
    'a.py': 'import eventlet\neventlet.sleep(1)\n',
    'x.bin': '',
    'pieces.log': `${'a\n'.repeat(MIB / 2 - 2)}eventlet\n${'b\n'.repeat(90)}eventlet`,
    'large.txt': `h\u00e9llo \u{1f600} EventLet, eventlet\n${long.repeat(MIB)}eventlet\n`,
    'one-line.json': `${'\u00e9'.repeat(0.7 * MIB)} eventlet ${'z'.repeat(3 * MIB)}eventlet\nEVENTLET`,
    'generated.py': `${'x = 1\n'.repeat(MIB)}import eventlet\n`,
    'binary.py': `import importlib\nimportlib.import_module("eventlet")\n\0\n`,
    'binary-later.py': `${'x = 1\n'.repeat(2000)}import_module("eventlet")\n\0\n`,
    'later.txt': `${'q\n'.repeat(5000)}\0eventlet\n`,
  });
  truncateSync(join(folder, 'x.bin'), 3 * 1024 * MIB);
  const run = runProgram('python3', ['-c', MEASURE, process.execPath, CLI, 'scan', '--format', 'json'], folder);
  expect(run.code, run.stderr).toBe(0);
  const peak = Number(run.stderr.trim().split('\n').at(-1)) / 1024;
  expect(peak).toBeLessThan(400);
  const { references, summary, skipped } = JSON.parse(run.stdout);
  const lines = git(folder, 'grep', '--untracked', '-I', '-i', '-n', 'eventlet', '--', ':!x.bin').trim().split('\n');
  const found = lines.map((line) => line.split(':').slice(0, 2).join(':'));
  expect(summary.lines).toBe(found.length);
  const listed = references.map(({ path, line }: { path: string; line: number }) => `${path}:${line}`);
  expect([...new Set(listed)].sort()).toEqual(found.sort());
  expect(skipped).toEqual([
    { path: 'binary-later.py', reason: 'it holds a NUL byte' },
    { path: 'binary.py', reason: 'it holds a NUL byte' },
    { path: 'generated.py', reason: expect.stringContaining('larger than 4 MiB') },
  ]);
  const columns = references.filter((each: { path: string }) => /^(large|one)/.test(each.path));
  expect(columns.map(({ line, column }: { line: number; column: number }) => [line, column])).toEqual([
    [1, 10],
    [MIB + 2, 1],
    [1, Math.ceil(0.7 * MIB) + 1],
    [2, 1],
  ]);
});

it('that cannot be read are named', () => {
  const folder = repositoryOf({ 'a.py': 'import eventlet\neventlet.sleep(1)\n', 'b.py': 'x = 1\n' });
  write(folder, { 'c.py': 'import eventlet\n\0' });
  const run = runProgram(process.execPath, [CLI, 'check'], folder);
  expect(run.stderr).toContain('skipped c.py: it holds a NUL byte');
  expect(run.code).toBe(1);
});
