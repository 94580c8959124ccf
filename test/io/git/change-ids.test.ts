// Change-Ids as Gerrit takes them: one for each change, the same whenever a series is made again, and never that of another
// series or of a change that is merged. Needs a build: `npm test` makes one first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Contents,
  cleanUp,
  commit,
  degreen,
  ENVIRONMENT,
  folderOf,
  git,
  repositoryOf,
  write,
} from '../../support/cli.ts';

afterAll(cleanUp);

const SLEEPS = 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n';
const LOCKS = 'from eventlet import semaphore\n\n\ndef g():\n    with semaphore.Semaphore(1):\n        pass\n';

const PROJECT: Contents = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'a/one.py': SLEEPS,
  'a/two.py': LOCKS,
  'b/one.py': SLEEPS,
};

/** The ids of a series by subject, made of a folder with `--change-id` unless flags say another thing. */
function ids(folder: string, ...args: readonly string[]): Map<string, string> {
  const out = join(folderOf({}), 'out');
  const flags = args.includes('--new-change-ids') ? args : ['--change-id', ...args];
  const run = degreen(folder, ['patch', '-o', out, ...flags]);
  expect(run.code, run.stderr).toBe(0);
  const patches = readdirSync(out).filter((name) => name.endsWith('.patch'));
  return new Map(
    patches.map((name) => {
      const found = /^Change-Id: (I[0-9a-f]{40})$/m.exec(readFileSync(join(out, name), 'latin1'))?.[1];
      return [name.replace(/^\d+-|\.patch$/g, ''), found ?? ''] as const;
    }),
  );
}

function expectDisjoint(...series: readonly Map<string, string>[]): void {
  const all = series.flatMap((each) => [...each.values()]);
  expect(all.every((id) => /^I[0-9a-f]{40}$/.test(id))).toBe(true);
  expect(new Set(all).size).toBe(all.length);
}

/** Applies the series as its reviewers merge it. */
function merge(folder: string, ...args: readonly string[]): void {
  const run = degreen(folder, ['apply', '--commit', '--change-id', ...args]);
  expect(run.code, run.stderr).toBe(0);
}

const kept = (folder: string) => join(folder, '.git/degreen/change-ids.json');

describe('are the same', () => {
  it('for a series that is made again: with one more hunk, after a commit, after a rebase', () => {
    const folder = repositoryOf(PROJECT);
    const first = ids(folder, '--skip', 'semaphore');
    expect(first.size).toBe(1);
    write(folder, { 'more.py': SLEEPS });
    commit(folder);
    const second = ids(folder);
    expect(second.size).toBe(2);
    for (const [name, id] of first) expect(second.get(name)).toBe(id);
    git(folder, 'checkout', '--quiet', '-b', 'base', 'HEAD~1');
    write(folder, { 'unrelated.txt': 'x\n' });
    commit(folder);
    git(folder, 'checkout', '--quiet', 'main');
    git(folder, 'rebase', '--quiet', 'base');
    expect(ids(folder)).toEqual(second);
    expect(ids(folder)).toEqual(second);
  });

  it('where nothing was kept, and in another clone', () => {
    const folder = repositoryOf(PROJECT);
    const first = ids(folder);
    rmSync(kept(folder));
    expect(ids(folder)).toEqual(first);
    const clone = folderOf({});
    git(clone, 'clone', '--quiet', folder, '.');
    expect(ids(clone)).toEqual(first);
    expect(ids(clone, '.', 'a', 'a/one.py')).toEqual(first);
  });

  it('on a branch that got another name, and others on a new one with the old name', () => {
    const folder = repositoryOf(PROJECT);
    git(folder, 'checkout', '--quiet', '-b', 'old');
    const first = ids(folder);
    git(folder, 'branch', '-m', 'new');
    expect(ids(folder)).toEqual(first);
    git(folder, 'branch', '-m', 'newer');
    expect(ids(folder)).toEqual(first);
    git(folder, 'checkout', '--quiet', '-b', 'old', 'main');
    expectDisjoint(first, ids(folder));
    git(folder, 'checkout', '--quiet', 'newer');
    expect(ids(folder)).toEqual(first);
  });

  it('in a shallow clone whose end moves', () => {
    const source = repositoryOf(PROJECT);
    write(source, { 'x.txt': '1\n' });
    commit(source);
    const clone = folderOf({});
    git(clone, 'clone', '--quiet', '--depth=1', `file://${source}`, '.');
    const first = ids(clone);
    write(source, { 'x.txt': '2\n' });
    commit(source);
    git(clone, 'fetch', '--quiet', '--depth=1', 'origin', 'main');
    git(clone, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
    expect(ids(clone)).toEqual(first);
    git(clone, 'fetch', '--quiet', '--unshallow');
    expect(ids(clone)).toEqual(first);
  });

  it('where no branch is checked out, as long as none is', () => {
    const folder = repositoryOf(PROJECT);
    const named = ids(folder);
    git(folder, 'checkout', '--quiet', '--detach');
    const first = ids(folder);
    expectDisjoint(named, first);
    expect(ids(folder)).toEqual(first);
  });
});

describe('are others', () => {
  it('for other paths', () => {
    const folder = repositoryOf(PROJECT);
    expectDisjoint(ids(folder, 'a'), ids(folder, 'b'), ids(folder));
  });

  it('for another branch, in the same work tree and in another one', () => {
    const folder = repositoryOf(PROJECT);
    const main = ids(folder);
    git(folder, 'checkout', '--quiet', '-b', 'stable');
    const stable = ids(folder);
    const tree = join(folderOf({}), 'tree');
    git(folder, 'worktree', 'add', '--quiet', '-b', 'third', tree);
    const third = ids(tree);
    expectDisjoint(main, stable, third);
    git(folder, 'checkout', '--quiet', 'main');
    expect([ids(folder), ids(tree)]).toEqual([main, third]);
  });

  it('for another project', () => {
    expectDisjoint(ids(repositoryOf(PROJECT)), ids(repositoryOf({ ...PROJECT, LICENSE: 'x' })));
  });

  it('after the merge, for what comes later; and those stay', () => {
    const folder = repositoryOf(PROJECT);
    const first = ids(folder);
    merge(folder);
    write(folder, { 'later.py': SLEEPS });
    commit(folder);
    const second = ids(folder);
    expect([...second.keys()]).toEqual(['Replace-eventlet.sleep-with-time.sleep']);
    expectDisjoint(first, second);
    expect(ids(folder)).toEqual(second);
    rmSync(kept(folder));
    expect(ids(folder)).toEqual(second);
    merge(folder);
    write(folder, { 'last.py': SLEEPS });
    commit(folder);
    expectDisjoint(first, second, ids(folder));
  });

  it('after a merge of commits that others made of it', () => {
    const folder = repositoryOf(PROJECT);
    const first = ids(folder, '--only', 'sleep');
    const [id] = first.values();
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', `Other words\n\nChange-Id: ${id}\nReviewed-by: x`);
    expectDisjoint(first, ids(folder, '--only', 'sleep'));
  });

  it('on demand, and stay so, for this series alone', () => {
    const folder = repositoryOf(PROJECT);
    const [old, b] = [ids(folder, 'a'), ids(folder, 'b')];
    const fresh = ids(folder, 'a', '--new-change-ids');
    expectDisjoint(old, fresh);
    expect(ids(folder, 'a')).toEqual(fresh);
    expect(ids(folder, 'b')).toEqual(b);
    git(folder, 'checkout', '--quiet', '-b', 'stable');
    expectDisjoint(old, fresh, ids(folder, 'a'));
    git(folder, 'checkout', '--quiet', 'main');
    expectDisjoint(fresh, ids(folder, 'a', '--new-change-ids'));
  });
});

describe('what is kept', () => {
  it('is refused where it is not understood, and was not kept where nothing was handed over', () => {
    const folder = repositoryOf(PROJECT);
    const run = degreen(folder, ['patch', '-o', join(folderOf({}), 'out'), '--change-id', '--exec', 'false']);
    expect(run.code).toBe(2);
    expect(existsSync(kept(folder))).toBe(false);
    for (const text of ['{', '[]', '{"version": 2}', '{"version": 2, "root": "x", "series": [1]}']) {
      write(folder, { '.git/degreen/change-ids.json': text });
      const refused = degreen(folder, ['patch', '-o', join(folderOf({}), 'out'), '--change-id']);
      expect(refused.stderr).toMatch(/change-ids\.json cannot be understood\nRemove it/);
      expect(refused.code).toBe(2);
    }
    write(folder, { '.git/degreen/change-ids.json': `{"version": 1, "ids": {"sleep": "I${'0'.repeat(40)}"}}` });
    expect([...ids(folder).values()]).not.toContain(`I${'0'.repeat(40)}`);
  });

  it('does not stop a series that was handed over', () => {
    const folder = repositoryOf(PROJECT);
    write(folder, { '.git/degreen': 'a file\n' });
    const out = join(folderOf({}), 'out');
    const run = degreen(folder, ['patch', '-o', out, '--change-id']);
    expect(run.stderr).toContain('note: the Change-Ids could not be kept for the next time');
    expect([run.code, existsSync(join(out, 'series'))]).toEqual([0, true]);
  });
});

describe('a long history', () => {
  it('is searched in little time', () => {
    const folder = repositoryOf(PROJECT);
    const count = 20_000;
    const stream = Array.from({ length: count }, (_, index) => {
      const message = `Change ${index}\n\nChange-Id: I${String(index).padStart(40, '0')}\n`;
      const from = index === 0 ? 'from refs/heads/main^0\n' : '';
      return `commit refs/heads/long\ncommitter A <a@b> ${1_600_000_000 + index} +0000\ndata ${message.length}\n${message}${from}\n`;
    });
    spawnSync('git', ['fast-import', '--quiet'], { cwd: folder, env: ENVIRONMENT, input: stream.join('') });
    git(folder, 'checkout', '--quiet', 'long');
    expect(git(folder, 'rev-list', '--count', 'HEAD').trim()).toBe(String(count + 1));
    ids(folder, '--only', 'light-queue,sleep');
    const begun = Date.now();
    ids(folder);
    expect(Date.now() - begun).toBeLessThan(20_000);
  });
});
