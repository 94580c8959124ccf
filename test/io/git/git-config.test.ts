// What a repository's own git configuration would run: a program that leaves a mark stands in every setting that names one,
// and none of them runs. Needs a build: `npm test` makes one first.
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Contents,
  cleanUp,
  degreen,
  degreenInTerminal,
  ENVIRONMENT,
  folderOf,
  git,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from '../../support/cli.ts';

afterAll(cleanUp);

const WORKER = 'import eventlet\n\n\ndef loop():\n    eventlet.sleep(1)\n';

const PROJECT: Contents = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/worker.py': WORKER,
  'pkg/other.py': WORKER,
  'tox.ini': '[flake8:local-plugins]\nextension =\n    N301 = checks:one\n',
  'notes.txt': 'eventlet\n',
};

const HOOKS = [
  ...['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'pre-commit', 'prepare-commit-msg', 'commit-msg'],
  ...['post-commit', 'post-checkout', 'post-merge', 'post-rewrite', 'pre-auto-gc', 'reference-transaction'],
  ...['post-index-change', 'fsmonitor-watchman', 'pre-rebase', 'sendemail-validate', 'update', 'pre-push'],
];

/** Settings that name a program; where there is a `%`, it stands for a command of the shell. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', '%'],
  ['core.pager', '%'],
  ['core.editor', '%'],
  ['core.sshCommand', '%'],
  ['core.gitProxy', '%'],
  ['core.askPass', '%'],
  ['core.alternateRefsCommand', '%'],
  ['sequence.editor', '%'],
  ['pager.log', '%'],
  ['pager.status', '%'],
  ['pager.diff', '%'],
  ['interactive.diffFilter', '%'],
  ['diff.external', '%'],
  ['diff.marked.textconv', '%'],
  ['diff.marked.command', '%'],
  ['filter.marked.clean', '%'],
  ['filter.marked.smudge', '%'],
  ['merge.marked.driver', '% %O %A %B'],
  ['merge.default', 'marked'],
  ['trailer.sign.command', '%'],
  ['trailer.sign.cmd', '%'],
  ['gpg.program', '%'],
  ['gpg.ssh.program', '%'],
  ['gpg.x509.program', '%'],
  ['commit.gpgSign', 'true'],
  ['tag.gpgSign', 'true'],
  ['log.showSignature', 'true'],
  ['credential.helper', '!%'],
  ['alias.status', '!%'],
  ['alias.st', '!%'],
  ['uploadpack.packObjectsHook', '%'],
  ['status.submoduleSummary', 'true'],
  ['merge.verifySignatures', 'true'],
  ['merge.tool', 'marked'],
  ['mergetool.marked.cmd', '%'],
  ['branch.main.mergeOptions', '--verify-signatures --stat'],
  ['fetch.recurseSubmodules', 'true'],
  ['protocol.ext.allow', 'always'],
  ['hook.marked.command', '%'],
  ['hook.marked.event', 'reference-transaction'],
  ['hook.other.command', '%'],
  ['hook.other.event', 'post-index-change'],
  ['remote.origin.uploadpack', '%'],
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialclonefilter', 'blob:none'],
  ['remote.far.url', 'ext::%'],
  ['remote.far.promisor', 'true'],
  ['remote.near.url', 'ssh://example.invalid/x'],
  ['remote.near.promisor', 'true'],
];

interface Trap {
  readonly folder: string;
  /** The names of the settings and hooks that ran since the last call. */
  ran(): string[];
}

/** Sets the traps: each leaves a file that is named like it. Filters hand on what they are given. */
function trapped(folder: string, more: readonly (readonly [string, string])[] = []): Trap {
  const marks = folderOf({});
  const programs = folderOf({});
  const program = (name: string) => {
    const file = join(programs, name);
    writeFileSync(
      file,
      `#!/bin/sh\necho "$@" >>'${join(marks, name)}'\n${name.startsWith('filter') ? 'exec cat' : 'exit 1'}\n`,
      { mode: 0o755 },
    );
    return file;
  };
  for (const [key, value] of [...SETTINGS, ...more]) git(folder, 'config', key, value.replace('%', program(key)));
  const hooks = join(folder, '.git/hooks');
  const others = folderOf({});
  git(folder, 'config', 'core.hooksPath', others);
  for (const [place, kind] of [[hooks, 'hook'] as const, [others, 'other-hook'] as const]) {
    mkdirSync(place, { recursive: true });
    for (const name of HOOKS) {
      rmSync(join(place, name), { force: true });
      writeFileSync(join(place, name), `#!/bin/sh\nexec '${program(`${kind}.${name}`)}'\n`, { mode: 0o755 });
    }
  }
  write(folder, { '.git/info/attributes': '* filter=marked diff=marked merge=marked\n' });
  return {
    folder,
    ran() {
      const names = readdirSync(marks);
      for (const name of names) rmSync(join(marks, name));
      return names.sort();
    },
  };
}

/** Files of another time than the index has: git has to look at what they hold. */
function touch(folder: string): void {
  for (const path of Object.keys(stateOf(folder)).filter((each) => existsSync(join(folder, each))))
    utimesSync(join(folder, path), new Date(0), new Date(0));
}

/** A clone that lacks the blobs of its history, and has a baseline and two commits. */
function partialClone(): string {
  const source = repositoryOf({ ...PROJECT, 'old.py': `${WORKER}# old\n` });
  rmSync(join(source, 'old.py'));
  git(source, 'commit', '--quiet', '-am', 'Remove');
  git(source, 'config', 'uploadpack.allowFilter', 'true');
  const clone = folderOf({});
  git(clone, 'clone', '--quiet', '--filter=blob:none', `file://${source}`, '.');
  return clone;
}

describe('the traps', () => {
  it('do run where git is asked without care', () => {
    const { folder, ran } = trapped(partialClone());
    touch(folder);
    git(folder, 'status');
    runProgram('git', ['log', '-p', '--all'], folder);
    runProgram('git', ['add', '--renormalize', '.'], folder);
    expect(ran()).toEqual(
      expect.arrayContaining(['core.fsmonitor', 'filter.marked.clean', 'remote.origin.uploadpack']),
    );
    runProgram('git', ['update-ref', 'refs/heads/x', 'HEAD'], folder);
    expect(ran()).toContain('other-hook.reference-transaction');
  });
});

describe('a command that only reads runs nothing of the repository', () => {
  it.each([
    [['scan']],
    [['scan', '--format', 'json']],
    [['diff']],
    [['diff', '--level', 'review', '--stat']],
    [['check']],
    [['check', 'pkg', 'gone.py']],
    [['check', '--write-baseline']],
    [['guard']],
    [['explain', 'sleep']],
    [['burndown']],
    [['burndown', '--every', '1', '--format', 'html']],
    [['burndown', '--since', 'HEAD~1']],
    [['burndown', '--tags']],
  ])('%j', (args) => {
    const { folder, ran } = trapped(partialClone());
    touch(folder);
    const run = degreen(folder, args);
    expect(run.code, run.stderr).toBeLessThan(3);
    expect(ran()).toEqual([]);
  });

  it('the review, which asks about changes before it ends', () => {
    const { folder, ran } = trapped(partialClone());
    touch(folder);
    const run = degreenInTerminal(folder, ['review'], { input: 'q' });
    expect(run.code).toBe(0);
    expect(ran()).toEqual([]);
  });

  it('a burn-down of a partial clone says once that it has not everything', () => {
    const { folder } = trapped(partialClone());
    const run = degreen(folder, ['burndown', '--every', '1']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('its content is not in this clone');
  });
});

describe('a command that writes', () => {
  const out = () => join(folderOf({}), 'out');

  it.each([
    ['apply', () => ['apply']],
    ['patch -o', () => ['patch', '-o', out(), '--change-id', '--signoff']],
    ['patch --branch', () => ['patch', '--branch', 'new', '--exec', 'git status >/dev/null']],
    ['apply --commit', () => ['apply', '--commit']],
  ])('%s runs nothing where the files are, byte for byte, those of HEAD', (_, args) => {
    const { folder, ran } = trapped(partialClone());
    touch(folder);
    const run = degreen(folder, args());
    expect(run.code, run.stderr).toBe(0);
    expect(ran()).toEqual([]);
    expect(degreen(folder, ['diff', '--check']).code).toBe(args()[0] === 'apply' ? 0 : 1);
  });

  it('asks filters for the files that need them, and for no others', () => {
    const repository = repositoryOf(PROJECT);
    git(repository, 'config', 'filter.upper.clean', 'tr A-Z a-z');
    git(repository, 'config', 'filter.upper.smudge', 'cat');
    git(repository, 'config', 'filter.upper.required', 'true');
    write(repository, { '.git/info/attributes': 'pkg/worker.py filter=upper\n' });
    write(repository, { 'pkg/worker.py': `${WORKER}# IN CAPITALS\n` });
    git(repository, 'commit', '--quiet', '-am', 'Comment');
    expect(git(repository, 'show', 'HEAD:pkg/worker.py')).toContain('# in capitals');
    const run = degreen(repository, ['patch', '--branch', 'new']);
    expect(run.code, run.stderr).toBe(0);
    expect(git(repository, 'show', 'new:pkg/worker.py')).toBe(
      'import time\n\n\ndef loop():\n    time.sleep(1)\n# in capitals\n',
    );
    expect(degreen(repository, ['apply']).code).toBe(0);
    expect(stateOf(repository)['pkg/worker.py']).toContain('# IN CAPITALS');
  });

  it('is refused where a filter cannot be kept from running', () => {
    const { folder, ran } = trapped(repositoryOf(PROJECT), [['filter.a=b.clean', '%']]);
    write(folder, { '.git/info/attributes': '* filter=a=b\n' });
    touch(folder);
    const run = degreen(folder, ['apply']);
    expect([run.code, ran()]).toEqual([2, []]);
    expect(run.stderr).toContain('filter.a=b.clean');
  });

  it('sees changes all the same', () => {
    const { folder } = trapped(repositoryOf(PROJECT));
    write(folder, { 'pkg/worker.py': `${WORKER}# more\n` });
    for (const args of [['apply'], ['apply', '--commit'], ['patch', '-o', out()]]) {
      const run = degreen(folder, args);
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('uncommitted changes in pkg/worker.py')]);
    }
  });
});

it('no program stands in the environment of these tests', () => {
  expect(
    Object.keys(ENVIRONMENT).filter((name) => /^GIT_(EXTERNAL|SSH|PAGER|EDITOR|PROXY|ASKPASS)/.test(name)),
  ).toEqual([]);
});
