// Made projects with so many hunks, of several shapes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

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

/** The files of a project with so many hunks, by its shape. */
export const SHAPES = {
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

const git = (folder, ...args) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', ...args], { cwd: folder, stdio: 'ignore' });

/** Writes such a project, and returns its folder: a git repository with one commit. */
export function makeProject(shape, size) {
  const folder = mkdtempSync(join(tmpdir(), 'degreen-hunks-'));
  for (const [path, text] of Object.entries({ ...SHAPES[shape](size), 'pkg/__init__.py': '', 'main.py': PATCHED })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'x');
  return folder;
}
