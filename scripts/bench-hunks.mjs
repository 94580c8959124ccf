// How the time of each command grows with the hunks of a project: in one file and over many, for sleeps, events and mocks.
// node scripts/bench-hunks.mjs [SIZE,SIZE] [LIMIT]: by default 200,2000,20000 hunks, each command stopped after 60 seconds.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/bin/degreen.js');
const sizes = (process.argv[2] ?? '200,2000,20000').split(',').map(Number);
const limit = Number(process.argv[3] ?? 60);
const IN_FILE = 20;

const numbers = (count) => Array.from({ length: count }, (_, index) => index);
const PATCHED = 'import eventlet\neventlet.monkey_patch()\n';

function sleeps(count, from = 0) {
  const body = numbers(count).map((index) => `def f${from + index}():\n    eventlet.sleep(${index + 1})\n`);
  return `import eventlet\n\n\n${body.join('\n\n')}`;
}

function events(count, from = 0) {
  const body = numbers(count).map((index) => {
    const name = `W${from + index}`;
    const made = `    def __init__(self):\n        self._done${from + index} = event.Event()\n`;
    return `class ${name}:\n${made}\n    def stop(self):\n        self._done${from + index}.send()\n\n    def join(self):\n        self._done${from + index}.wait()\n`;
  });
  return `from eventlet import event\n\n\n${body.join('\n\n')}`;
}

function mocks(module, count) {
  const body = numbers(count).map(
    (index) => `@mock.patch('${module}.eventlet.sleep')\ndef test_${index}(m):\n    pass\n`,
  );
  return `from unittest import mock\n\n\n${body.join('\n\n')}`;
}

/** The files of a project with so many hunks. */
const SHAPES = {
  'sleeps, one file': (count) => ({ 'pkg/mod.py': sleeps(count) }),
  'sleeps, many files': (count) =>
    Object.fromEntries(numbers(count / IN_FILE).map((file) => [`pkg/m${file}.py`, sleeps(IN_FILE, file * IN_FILE)])),
  'events, one file': (count) => ({ 'pkg/mod.py': events(count) }),
  'events, many files': (count) =>
    Object.fromEntries(numbers(count / IN_FILE).map((file) => [`pkg/m${file}.py`, events(IN_FILE, file * IN_FILE)])),
  'mocks, one file': (count) => ({ 'pkg/mod.py': sleeps(1), 'pkg/test_mod.py': mocks('pkg.mod', count - 1) }),
  'mocks, many files': (count) =>
    Object.fromEntries(
      numbers(count / IN_FILE).flatMap((file) => [
        [`pkg/m${file}.py`, sleeps(IN_FILE / 2, file * IN_FILE)],
        [`pkg/test_m${file}.py`, mocks(`pkg.m${file}`, IN_FILE / 2)],
      ]),
    ),
};

// The plan, what review asks of it before the first frame, and the series without git: measured inside of one process.
const INSIDE = `
const { loadProject } = await import(${JSON.stringify(join(root, 'dist/src/commands/load-project.js'))});
const { keepsFrom } = await import(${JSON.stringify(join(root, 'dist/src/commands/decide.js'))});
const { openSession } = await import(${JSON.stringify(join(root, 'dist/src/tui/session.js'))});
const { previewHunk } = await import(${JSON.stringify(join(root, 'dist/src/rewrite/preview.js'))});
const { makeSeries } = await import(${JSON.stringify(join(root, 'dist/src/rewrite/patch-series.js'))});
const quiet = { write() {}, print() {}, say() {}, progress() {}, terminal: false, colour: false };
const world = { cwd: process.cwd(), version: '0', stdout: quiet, stderr: quiet, readStdin: async () => '' };
const begun = performance.now();
const { plan, config } = await loadProject(world, [], {}, 'references');
const keeps = keepsFrom(config);
const setting = { base: plan, keeps, apart: new Set(), advice: new Map(), git: false, folder: '' };
openSession(setting, { marks: new Map(), edits: new Map(), assigned: new Map() });
previewHunk(plan, plan.hunks[plan.hunks.length >> 1], keeps, 3);
const reviewed = performance.now();
if (process.argv[1] === 'series')
  makeSeries(plan, new Set(plan.hunks), { keeps, apart: new Set(), assigned: new Map(), split: undefined });
console.log(((process.argv[1] === 'series' ? performance.now() - reviewed : reviewed - begun) / 1000).toFixed(2));
`;

const COMMANDS = {
  'scan text': ['scan'],
  json: ['scan', '--format', 'json'],
  sarif: ['scan', '--format', 'sarif'],
  markdown: ['scan', '--format', 'markdown'],
  diff: ['diff', '--level', 'review'],
  check: ['check'],
  review: 'review',
  series: 'series',
  apply: ['apply', '--level', 'review'],
};

function seconds(folder, command) {
  const args = typeof command === 'string' ? ['--input-type=module', '-e', INSIDE, command] : [program, ...command];
  const begun = performance.now();
  const run = spawnSync(process.execPath, args, {
    cwd: folder,
    timeout: limit * 1000,
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (run.error?.code === 'ETIMEDOUT') return `> ${limit}`;
  if (run.status !== 0 && !(run.status === 1 && command[0] === 'check')) return `exit ${run.status}`;
  return typeof command === 'string' ? run.stdout.trim() : ((performance.now() - begun) / 1000).toFixed(2);
}

const git = (folder, ...args) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', ...args], { cwd: folder, stdio: 'ignore' });

console.log(`seconds; node ${process.version}\n`);
console.log(['hunks'.padStart(26), ...Object.keys(COMMANDS).map((name) => name.padStart(10))].join(''));
for (const [shape, filesOf] of Object.entries(SHAPES)) {
  for (const size of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'degreen-hunks-'));
    try {
      for (const [path, text] of Object.entries({ ...filesOf(size), 'pkg/__init__.py': '', 'main.py': PATCHED })) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      git(folder, 'init', '-q');
      git(folder, 'add', '-A');
      git(folder, 'commit', '-q', '-m', 'x');
      const cells = Object.values(COMMANDS).map((command) => seconds(folder, command).padStart(10));
      console.log([shape.padEnd(20), String(size).padStart(6), ...cells].join(''));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
