// A repository with a history whose counts are known, one commit a week and the awkward things among them.
import { mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Contents, folderOf, git, runProgram, write } from './cli.ts';

const JOBS = `import eventlet
from eventlet import event


class Job:
    def __init__(self):
        self._done = event.Event()

    def run(self):
        eventlet.sleep(1)
        eventlet.sleep(0)
        self._done.send()
`;

const POOL = `from eventlet import greenpool

POOL = greenpool.GreenPool(10)


def start(function):
    # eventlet runs it some day
    return POOL.spawn_n(function)
`;

/** A line that no UTF-8 reader can read. */
const LATIN = Buffer.from(
  '# -*- coding: latin-1 -*-\n# d\u00e9j\u00e0 vu\nimport eventlet\n\n\ndef nap():\n    eventlet.sleep(2)\n',
  'latin1',
);

const BASE: Contents = {
  'harbour/__init__.py': '',
  'harbour/jobs.py': JOBS,
  'harbour/pool.py': POOL,
  'harbour/latin.py': LATIN,
  'harbour/old.py': 'import eventlet\nprint "Python 2"\n',
  'bin/harbour': '#!/usr/bin/env python3\nimport Eventlet_tools\nimport eventlet\neventlet.monkey_patch()\n',
  'requirements.txt': 'EVENTLET>=0.30  # eventlet\nother\n',
  'logo.bin': Buffer.from('\u0000\u0001eventlet\neventlet\n', 'latin1'),
  'vendor/eventlet_like.py': 'import eventlet\neventlet.sleep(1)\n',
  'README.md': 'A harbour.\n',
};

/** What is counted after each commit, with vendor/ left out; `when` and `subject` are those of the commit. */
export interface KnownCounts {
  readonly when: string;
  readonly subject: string;
  readonly lines: number;
  readonly files: number;
  readonly importingFiles: number;
  readonly references: number;
  readonly mentions: number;
  readonly transforms: Readonly<Record<string, number>>;
}

/** The counts, found by reading the files. */
export const HISTORY: readonly KnownCounts[] = [
  {
    when: '2024-01-01',
    subject: 'Begin',
    // jobs 4, pool 2, latin 2, old 1, bin/harbour 3, requirements 1
    lines: 13,
    files: 6,
    importingFiles: 4,
    // jobs: 2 imports, Event and its send, 2 sleeps; pool: import, GreenPool, its spawn_n is not followed; latin: import, sleep;
    // bin: import, monkey_patch
    references: 12,
    // pool's comment, old.py, `Eventlet_tools`, requirements
    mentions: 4,
    transforms: { event: 2, sleep: 3, unsupported: 7 },
  },
  {
    when: '2024-01-09',
    subject: 'Sleep with time.sleep in the jobs',
    // Two sleeps of jobs.py; its import of the library goes with them.
    lines: 10,
    files: 6,
    importingFiles: 4,
    references: 9,
    mentions: 4,
    transforms: { event: 2, sleep: 1, unsupported: 6 },
  },
  {
    when: '2024-01-16',
    subject: 'Rename the pool to crew',
    lines: 10,
    files: 6,
    importingFiles: 4,
    references: 9,
    mentions: 4,
    transforms: { event: 2, sleep: 1, unsupported: 6 },
  },
  {
    when: '2024-01-23',
    subject: 'Merge branch "latin"',
    // latin.py is clean; the two commits of the branch are not on the line of first parents.
    lines: 8,
    files: 5,
    importingFiles: 3,
    references: 7,
    mentions: 4,
    transforms: { event: 2, unsupported: 5 },
  },
  {
    when: '2024-01-30',
    subject: 'Remove the crew <&"\'> and \u001b[31m its requirement',
    // crew.py had 2 lines: an import with its use on another line, and a comment; requirements.txt had 1.
    lines: 5,
    files: 3,
    importingFiles: 2,
    references: 5,
    mentions: 2,
    transforms: { event: 2, unsupported: 3 },
  },
];

/** A moment of a day, as git takes it. */
function at(day: string): Readonly<Record<string, string>> {
  return { GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` };
}

/** Runs git at a day. */
export function gitAt(folder: string, day: string, ...args: readonly string[]): void {
  const run = runProgram('git', args, folder, { env: at(day) });
  if (run.code !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`);
}

/** Commits everything at a day. */
export function commitAt(folder: string, day: string, subject: string, contents: Contents = {}): void {
  write(folder, contents);
  gitAt(folder, day, 'add', '--all');
  gitAt(folder, day, 'commit', '--quiet', '--allow-empty', `--message=${subject}`);
}

/** Makes a repository called `harbour` with that history, and gives its folder. */
export function harbour(): string {
  const folder = join(folderOf({}), 'harbour');
  mkdirSync(folder);
  const [base, sleep, rename, merge, removal] = HISTORY;
  if (!base || !sleep || !rename || !merge || !removal) throw new Error('the history is shorter than its commits');
  git(folder, 'init', '--quiet', '--initial-branch=main');
  write(folder, BASE);
  symlinkSync('eventlet', join(folder, 'link'));
  // A submodule is an entry of the tree without content here.
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},eventlet-mirror`);
  commitAt(folder, base.when, base.subject);
  const jobs = JOBS.replace('import eventlet\n', 'import time\n\n').replaceAll('eventlet.sleep', 'time.sleep');
  commitAt(folder, sleep.when, sleep.subject, { 'harbour/jobs.py': jobs });
  gitAt(folder, sleep.when, 'tag', 'v1');
  git(folder, 'mv', 'harbour/pool.py', 'harbour/crew.py');
  commitAt(folder, rename.when, rename.subject);
  git(folder, 'switch', '--quiet', '--create', 'latin');
  commitAt(folder, '2024-01-17', 'Add a line', { 'harbour/more.py': 'import eventlet\neventlet.spawn(print)\n' });
  unlinkSync(join(folder, 'harbour/more.py'));
  commitAt(folder, '2024-01-18', 'Clean', { 'harbour/latin.py': '# nothing\n' });
  gitAt(folder, '2024-01-18', 'tag', 'side');
  git(folder, 'switch', '--quiet', 'main');
  gitAt(folder, merge.when, 'merge', '--quiet', '--no-ff', `--message=${merge.subject}`, 'latin');
  unlinkSync(join(folder, 'harbour/crew.py'));
  commitAt(folder, removal.when, removal.subject, { 'requirements.txt': 'other\n' });
  gitAt(folder, removal.when, 'tag', '--annotate', '--message=Two', 'v2;#1');
  return folder;
}
