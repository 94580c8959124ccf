// A second run over what has not changed prints what the first one did, without reading a file; after any change it does not.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { withSavedAnswer } from '../../src/commands/saved-answer.ts';
import { stampFiles } from '../../src/io/disk/file-stamps.ts';
import { CLI, commit, degreen, git, type Run, repositoryOf, write } from '../support/cli.ts';
import { worldOf } from '../support/world.ts';

const SOURCE = 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n';
const OTHER = 'import eventlet\n\n\ndef work():\n    eventlet.sleep(2)\n';
const MARK = 'said before';
/** Longer than any tick of the clock of a file system. */
const TICK = 80;

let folder = '';
const answers = () => join(folder, '.git/degreen/answers');
const kept = () => (existsSync(answers()) ? readdirSync(answers()) : []);
const sleep = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Makes the answers that are kept recognisable, and whole. */
function mark(): void {
  for (const name of kept()) {
    const [, body = ''] = readFileSync(join(answers(), name), 'utf8').split(/\n(.*)/s);
    const answer = JSON.parse(body);
    answer.printed = [{ to: 'say', text: MARK }, ...answer.printed];
    save(name, JSON.stringify(answer));
  }
}

function save(name: string, body: string): void {
  const digest = createHash('sha256').update(body).digest('hex');
  writeFileSync(join(answers(), name), `degreen answer 1 ${digest}\n${body}`);
}

function diff(...args: readonly string[]): Run {
  return degreen(folder, ['diff', ...args]);
}

/** Whether a run said what was kept. */
const isAgain = ({ stderr }: Run) => stderr.includes(MARK);

beforeEach(() => {
  folder = repositoryOf({
    'pkg/__init__.py': '',
    'pkg/mod.py': SOURCE,
    'pkg/plain.py': 'x = 1\n',
    'README.rst': 'text\n',
  });
  sleep(TICK);
});

describe('a second run', () => {
  it.each([
    ['diff'],
    ['diff', '--level', 'review', '--stat'],
    ['diff', '--check'],
    ['scan'],
    ['scan', '--format', 'json'],
    ['scan', '--format', 'sarif', 'pkg'],
  ])('prints the bytes of the first: %s %s %s %s', (...args) => {
    const given = args.filter((each) => each !== undefined);
    const first = degreen(folder, given);
    expect(kept()).toHaveLength(1);
    expect(degreen(folder, given)).toEqual(first);
    mark();
    expect(degreen(folder, given)).toEqual({ ...first, stderr: `${MARK}\n${first.stderr}` });
    expect(kept()).toHaveLength(1);
  });

  it('keeps the bytes of other encodings', () => {
    write(folder, { 'pkg/latin.py': Buffer.from(`# coding: latin-1\n${SOURCE}# \xe9\n`, 'latin1') });
    sleep(TICK);
    const first = diff();
    mark();
    const again = diff();
    expect(isAgain(again)).toBe(true);
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(first.bytes.includes(0xe9)).toBe(true);
  });
});

describe('a run after a change', () => {
  it.each<[string, () => void]>([
    ['of a file', () => write(folder, { 'pkg/mod.py': OTHER })],
    [
      'of a file of the same size whose time was set back',
      () => {
        utimesSync(join(folder, 'pkg/mod.py'), 1_700_000_000, 1_700_000_000);
        diff();
        mark();
        write(folder, { 'pkg/mod.py': OTHER });
        utimesSync(join(folder, 'pkg/mod.py'), 1_700_000_000, 1_700_000_000);
      },
    ],
    [
      'of a file for another by its name',
      () => {
        write(folder, { 'pkg/new.py': OTHER });
        renameSync(join(folder, 'pkg/new.py'), join(folder, 'pkg/mod.py'));
      },
    ],
    ['of a file that now knows the library', () => write(folder, { 'pkg/plain.py': 'x = 2  # eventlet\n' })],
    ['of a file that now takes all of a module', () => write(folder, { 'pkg/plain.py': 'from pkg.mod import *\n' })],
    ['by a file that git does not know', () => write(folder, { 'pkg/more.py': SOURCE })],
    ['by a file that goes', () => rmSync(join(folder, 'pkg/plain.py'))],
    ['of what git ignores', () => write(folder, { '.git/info/exclude': 'mod.py\n', '.gitignore': 'plain.py\n' })],
    ['of the configuration', () => write(folder, { 'degreen.toml': 'level = "review"\n' })],
    [
      'of a folder into a link',
      () => {
        renameSync(join(folder, 'pkg'), join(folder, 'real'));
        symlinkSync('real', join(folder, 'pkg'));
      },
    ],
  ])('%s is worked out', (_, change) => {
    diff();
    mark();
    change();
    expect(isAgain(diff())).toBe(false);
  });

  it.each<[string, () => void]>([
    ['a file that was not looked at', () => write(folder, { 'pkg/plain.py': 'x = 2\n' })],
    ['a text', () => write(folder, { 'README.rst': 'other text\n' })],
    ['what the file system says alone', () => utimesSync(join(folder, 'pkg/mod.py'), 1, 1)],
    ['rights alone', () => chmodSync(join(folder, 'pkg/mod.py'), 0o755)],
  ])('of %s is said again, and compared once', (_, edit) => {
    const first = diff();
    mark();
    edit();
    sleep(TICK);
    expect(diff()).toEqual({ ...first, stderr: `${MARK}\n${first.stderr}` });
    mark();
    expect(diff().stderr).toBe(`${MARK}\n${MARK}\n${first.stderr}`);
    expect(kept()).toHaveLength(1);
  });

  it('of the commit is worked out where it is printed', () => {
    degreen(folder, ['scan', '--format', 'json']);
    mark();
    commit(folder);
    const again = degreen(folder, ['scan', '--format', 'json']);
    expect(isAgain(again)).toBe(false);
    expect(JSON.parse(again.stdout).base).toBe(git(folder, 'rev-parse', 'HEAD').trim());
  });

  it('of decisions is worked out', () => {
    const decisions = join(folder, '../decisions.json');
    writeFileSync(decisions, '{"version":1,"base":null,"decisions":{}}');
    diff('--decisions', decisions);
    mark();
    expect(isAgain(diff('--decisions', decisions))).toBe(true);
    writeFileSync(decisions, '{"version":1,"base":null,"decisions":{ }}');
    expect(isAgain(diff('--decisions', decisions))).toBe(false);
    rmSync(decisions);
  });

  it('of flags, or of the folder, is worked out', () => {
    diff();
    mark();
    expect(isAgain(diff('--level', 'review'))).toBe(false);
    expect(isAgain(diff('--only', 'event'))).toBe(false);
    expect(isAgain(diff('pkg'))).toBe(false);
    expect(isAgain(degreen(join(folder, 'pkg'), ['diff']))).toBe(false);
    expect(isAgain(diff())).toBe(true);
  });
});

describe('what is kept', () => {
  it('is nothing where a file may have changed in the same tick of the clock', async () => {
    const changed = lstatSync(join(folder, 'pkg/mod.py')).ctimeMs;
    expect(stampFiles(folder, ['pkg/mod.py']).settledAt).toBeGreaterThanOrEqual(Math.floor(changed) + 50);
    const later = { world: worldOf(folder, undefined).world, now: () => changed };
    await expect(withSavedAnswer(later.world, 'diff', [], {}, async () => 0, later.now)).resolves.toBe(0);
    expect(kept()).toEqual([]);
  });

  it('is nothing of a run that failed, or that read standard input', () => {
    write(folder, { 'degreen.toml': 'level = "draft"\n' });
    sleep(TICK);
    expect(diff().code).toBe(2);
    rmSync(join(folder, 'degreen.toml'));
    sleep(TICK);
    degreen(folder, ['diff', '--decisions', '-'], { input: '{"version":1,"base":null,"decisions":{}}' });
    expect(kept()).toEqual([]);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -9)],
    ['empty', () => ''],
    ['of another shape', () => ''],
  ])('is worked out again where it is %s', (how, spoil) => {
    const first = diff();
    const [name = ''] = kept();
    if (how === 'of another shape') save(name, '{"code":0}');
    else writeFileSync(join(answers(), name), spoil(readFileSync(join(answers(), name), 'utf8')));
    expect(diff()).toEqual(first);
    mark();
    expect(isAgain(diff())).toBe(true);
  });

  it('is nothing where a file changed while it was read', async () => {
    const { world } = worldOf(folder, undefined);
    const run = (path: string) =>
      withSavedAnswer(world, 'diff', [], {}, async () => {
        write(folder, { [path]: OTHER });
        return 0;
      });
    await run('pkg/mod.py');
    sleep(TICK);
    await run('pkg/more.py');
    expect(kept()).toEqual([]);
  });

  it('is whole where several runs keep it at once', async () => {
    const runs = await Promise.all(
      [1, 2, 3, 4].map(
        () =>
          new Promise<string>((resolve, reject) => {
            execFile(process.execPath, [CLI, 'diff'], { cwd: folder }, (error, stdout) =>
              error ? reject(error) : resolve(stdout),
            );
          }),
      ),
    );
    expect(new Set(runs).size).toBe(1);
    expect(kept()).toHaveLength(1);
    mark();
    expect(isAgain(diff())).toBe(true);
  });

  it('is bounded', () => {
    for (let index = 0; index < 30; index++) diff('--exclude', `none-${index}`);
    expect(kept().length).toBeLessThanOrEqual(24);
    mark();
    expect(isAgain(diff('--exclude', 'none-29'))).toBe(true);
  });

  it('is no matter where the git directory cannot be written', () => {
    const first = diff();
    rmSync(join(folder, '.git/degreen'), { recursive: true });
    writeFileSync(join(folder, '.git/degreen'), '');
    expect(diff()).toEqual(first);
  });
});
