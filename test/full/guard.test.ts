// What the guard writes, run by the real flake8 and the real hacking: it fires on what must fail, aliases included, is silent
// on innocent code, passes the style checks of the project that it is written into, and its own unit test holds.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Contents, cleanUp, commit, degreen, git, repositoryOf, runProgram, write } from '../support/cli.ts';
import { FINDINGS, GUILTY, INNOCENT, LOCAL_CHECKS, NEW_HACKING, NEW_HACKING_LINES } from '../support/guard-projects.ts';

const python = process.env.DEGREEN_PYTHON ?? '/usr/bin/python3';

const there = existsSync(python) && runProgram(python, ['-m', 'flake8', '--version'], '/').stdout.includes('hacking');
if (!there && process.env.DEGREEN_FULL === '1')
  throw new Error(`the guard test needs flake8 and hacking for ${python}`);
if (!there) console.warn(`The guard test is skipped: it needs flake8 and hacking for ${python}.`);

afterAll(cleanUp);

/** A repository with its guard applied. */
function guarded(files: Contents, ...flags: readonly string[]): string {
  const folder = repositoryOf(files);
  const run = degreen(folder, ['guard', ...flags]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).not.toBe('');
  const applied = runProgram('git', ['apply', '--index'], folder, { input: run.bytes });
  expect(applied.code, applied.stderr).toBe(0);
  commit(folder);
  return folder;
}

/** What flake8 says in a folder. */
function flake8(folder: string, ...args: readonly string[]): string[] {
  const run = runProgram(python, ['-m', 'flake8', ...args], folder);
  expect(run.stderr).toBe('');
  return run.stdout.split('\n').filter((line) => line !== '');
}

const TWO = ['--only', 'sleep,semaphore'];

describe.skipIf(!there)('a check of the project', () => {
  test('fires on every alias, and nowhere else', () => {
    const folder = guarded(LOCAL_CHECKS, ...TWO);
    write(folder, { ...GUILTY, ...INNOCENT });
    const found = flake8(folder, '--select', 'X').map((line) => /^\.\/(\S+?):(\d+):\d+: (X\d+):? (.*)$/.exec(line));
    for (const match of found) expect(match?.[3]).toBe('X308');
    const counts: Record<string, number> = {};
    for (const match of found) counts[match?.[1] ?? ''] = (counts[match?.[1] ?? ''] ?? 0) + 1;
    expect(counts).toEqual(FINDINGS);
    const said = new Set(found.map((match) => match?.[4]));
    expect(said).toContain('eventlet.greenthread.sleep was removed from this project, use time.sleep');
    expect(said).toContain('eventlet.Semaphore was removed from this project, use threading.Semaphore');
  });

  test('can be switched off at a line, as flake8 does it', () => {
    const folder = guarded(LOCAL_CHECKS, ...TWO);
    write(folder, { 'one.py': 'from eventlet import sleep  # noqa: X308\n\nsleep(1)\n' });
    expect(flake8(folder, '--select', 'X')).toEqual([]);
  });

  test('passes flake8 and hacking itself, and with them the project', () => {
    const folder = guarded(LOCAL_CHECKS, ...TWO);
    expect(flake8(folder)).toEqual([]);
    expect(flake8(folder, '--max-complexity', '8', '--extend-select', 'H,E,W,F,C')).toEqual([]);
  });

  test('has a unit test that holds, and fails where the check does not', () => {
    const folder = guarded(LOCAL_CHECKS, ...TWO);
    const unittest = () => runProgram(python, ['-m', 'unittest', 'depot.tests.test_hacking'], folder);
    const run = unittest();
    expect(run.stderr).toMatch(/Ran 2 tests[\s\S]*OK/);
    const checks = join(folder, 'depot/hacking/checks.py');
    const text = readFileSync(checks, 'utf8');
    const broken: readonly (readonly [string, string])[] = [
      ['names.pop(self._bound(node), None)', 'pass'],
      ["startswith(row + '.')", "startswith('')"],
      ['alias.asname or first', 'first'],
      ['return node.arg', 'return None'],
      ['first != self.library', 'True'],
      ['if name in REMOVED_EVENTLET else []', 'if not name else []'],
    ];
    for (const [from, to] of broken) {
      expect(text).toContain(from);
      writeFileSync(checks, text.replace(from, to));
      expect(unittest().code, `${from} -> ${to}`).not.toBe(0);
    }
  });

  test('grows with the next series, and goes on to hold', () => {
    const folder = guarded(LOCAL_CHECKS, '--only', 'semaphore');
    expect(flake8(folder)).toEqual([]);
    const run = degreen(folder, ['guard', '--only', 'sleep,event,eventlet.tpool.Proxy']);
    runProgram('git', ['apply'], folder, { input: run.bytes });
    write(folder, { 'more.py': 'from eventlet import event, tpool\n\ntpool.Proxy(event.Event())\n' });
    expect(flake8(folder, '--select', 'X')).toHaveLength(2);
    expect(runProgram(python, ['-m', 'unittest', 'depot.tests.test_hacking'], folder).stderr).toContain('OK');
    expect(flake8(folder, 'depot')).toEqual([]);
  });

  test('forbids the library as a whole where nothing is left and hacking is too old', () => {
    const folder = guarded(LOCAL_CHECKS);
    write(folder, { 'any.py': 'import eventlet.green\nfrom eventlet import *  # noqa: F403\n', ...INNOCENT });
    const found = flake8(folder, '--select', 'X');
    expect(found.map((line) => /^\.\/(\w+\.py):(\d+)/.exec(line)?.slice(1).join(':')).sort()).toEqual([
      'any.py:1',
      'any.py:2',
      'innocent.py:5',
      'innocent.py:6',
      'innocent.py:7',
    ]);
  });

  test('is what patch --guard ends a series with', () => {
    const folder = repositoryOf({
      ...LOCAL_CHECKS,
      'main.py': 'import eventlet\n\neventlet.monkey_patch()\n',
      'depot/work.py': 'import eventlet\n\n\ndef work(pool):\n    eventlet.sleep(1)\n    return eventlet.spawn(pool)\n',
    });
    const made = degreen(folder, [
      'patch',
      '--guard',
      '--branch',
      'series',
      '--exec',
      `${python} -m flake8 --select X,E,W,F,H`,
    ]);
    expect(made.code, made.stderr).toBe(0);
    git(folder, 'checkout', '--quiet', 'series');
    write(folder, { 'depot/again.py': 'import eventlet as ev\n\nev.sleep(1)\nev.spawn(print)\n' });
    expect(flake8(folder, '--select', 'X')).toEqual([
      './depot/again.py:3:1: X308: eventlet.sleep was removed from this project, use time.sleep',
    ]);
  });
});

// Debian's hacking may be older than the check: then it is shown that flake8 takes the name without a word, which is why the
// guard looks at what the project asks for.
describe.skipIf(!there)("hacking's H905", () => {
  const listed = runProgram(python, ['-c', 'from importlib.metadata import entry_points as e; print(e())'], '/').stdout;
  const known = listed.includes('hacking_no_eventlet');
  const CODE: Contents = {
    'bad.py': 'import unittest\n\nimport eventlet\n\nunittest.TestCase().assertEqual(eventlet, None)\n',
  };

  test.each([NEW_HACKING, NEW_HACKING_LINES])('is turned on beside what was on before', (tools) => {
    const files = { ...tools, 'depot/__init__.py': '' };
    const before = repositoryOf(files);
    write(before, CODE);
    const after = guarded(files);
    write(after, CODE);
    const codes = (folder: string) =>
      [...new Set(flake8(folder).flatMap((line) => /: ([EFWH]\d+)/.exec(line)?.[1] ?? []))].sort();
    expect(codes(before)).toContain('H203');
    expect(codes(after)).toEqual([...codes(before), ...(known ? ['H905'] : [])].sort());
  });
});
