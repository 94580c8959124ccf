// degreen on real trees beside ast-grep with one rule for one primitive, `git grep`, and what it takes to start node.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median } from './measure.mjs';

const WORD = 'eventlet';
const AST_GREP = '@ast-grep/cli@0.51.1';

/** What a rewrite of sleep alone is for ast-grep. */
export const RULE = `id: sleep
language: python
rule:
  any:
    - pattern: eventlet.sleep($$$A)
    - pattern: greenthread.sleep($$$A)
fix: time.sleep($$$A)
`;

/** How long a clock of a file system may stand, in milliseconds: what is younger is never kept. */
const TICK_MS = 2200;

/** The packages of Debian that need eventlet. */
export function dependents() {
  const output = execFileSync('apt-cache', ['rdepends', 'python3-eventlet'], { encoding: 'utf8' });
  return [
    ...new Set(
      output
        .split('\n')
        .slice(2)
        .map((line) => line.replace(/[ |]/g, '')),
    ),
  ].filter((name) => name !== '');
}

/** Fetches Debian packages, by default those of the corpus test, and returns their folders. */
export function fetchTrees(root, packages = []) {
  const script = join(root, 'scripts/fetch-corpus.sh');
  const rows = execFileSync('bash', [script, join(tmpdir(), 'degreen-corpus'), ...packages], { encoding: 'utf8' });
  return rows
    .trim()
    .split('\n')
    .map((row) => row.split('\t')[1]);
}

/** Installs ast-grep in a folder and returns the path of its program, not that of a wrapper around it. */
export function fetchAstGrep(folder) {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, AST_GREP], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const scope = join(folder, 'node_modules/@ast-grep');
  const places = readdirSync(scope).map((name) => join(scope, name, 'ast-grep'));
  const found = places.filter((place) => !place.includes(join('cli', 'ast-grep')) && existsSync(place));
  if (found[0] === undefined) throw new Error(`${AST_GREP} has no program for this platform`);
  return found[0];
}

const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
const forget = (tree) => rmSync(join(tree, '.git/degreen'), { recursive: true, force: true });

/** Changes a file as somebody who works on the project would, each time another one. */
function editing(holds) {
  let turn = 0;
  return (tree) => {
    const names = execFileSync('git', ['ls-files', '-z', '*.py'], { cwd: tree, encoding: 'utf8' }).split('\0');
    const fitting = names.filter((name) => {
      const text = name === '' ? '' : readFileSync(join(tree, name), 'utf8');
      return text.length > 1000 && holds(text);
    });
    // Far apart, so that they are of different parts of the project.
    const name = fitting[Math.floor((turn++ * 0.618 * fitting.length) % fitting.length)];
    appendFileSync(join(tree, name), '# edited\n');
  };
}

/** What is run in turn; `before` is not part of the time. */
function commandsFor(program, astGrep, rule) {
  const run = (...args) => ({ command: [process.execPath, program, ...args] });
  const dryRun = run('diff', '--level', 'review');
  const review = { ...run('review'), until: 'What to take out', key: 'q' };
  return {
    'degreen diff, cold': { ...dryRun, before: forget },
    'degreen diff, unchanged': dryRun,
    'degreen diff, a file without the library edited': { ...dryRun, before: editing((text) => !text.includes(WORD)) },
    'degreen diff, a file with a hunk edited': {
      ...dryRun,
      before: editing((text) => text.includes(`${WORD}.sleep(`)),
    },
    'degreen scan, cold': { ...run('scan'), before: forget },
    'degreen scan, unchanged': run('scan'),
    'degreen review, first screen, cold': { ...review, before: forget },
    'degreen review, first screen, unchanged': review,
    'ast-grep, all files': { command: [astGrep, 'scan', '--rule', rule, '.'] },
    'ast-grep, the files of git grep': {
      command: ['sh', '-c', `git grep -lz ${WORD} -- '*.py' | xargs -0 "$0" scan --rule "$1"`, astGrep, rule],
    },
    'git grep': { command: ['sh', '-c', `git grep -c ${WORD} || true`] },
    'start of node': { command: [process.execPath, '-e', '0'] },
  };
}

function row(name, results) {
  const seconds = results.map((result) => result.seconds);
  const cells = [
    median(seconds).toFixed(2),
    `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`,
    median(results.map((result) => result.cpu)).toFixed(2),
    Math.max(...results.map((result) => result.megabytes)).toFixed(0),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

const RATIOS = [
  ['diff, cold / ast-grep on the files of git grep', 'degreen diff, cold', 'ast-grep, the files of git grep'],
  ['ast-grep on all files / diff, cold', 'ast-grep, all files', 'degreen diff, cold'],
  ['diff, unchanged / (git grep + node)', 'degreen diff, unchanged'],
  ['scan, unchanged / (git grep + node)', 'degreen scan, unchanged'],
  ['diff, a file without the library edited / (git grep + node)', 'degreen diff, a file without the library edited'],
  ['diff, a file with a hunk edited / (git grep + node)', 'degreen diff, a file with a hunk edited'],
];

/** One row: by the clock and by what the processors did, as ast-grep uses them all. */
function ratio([title, above, below], of) {
  const cells = ['seconds', 'cpu'].map((kind) => {
    const under = below ? of(below, kind) : of('git grep', kind) + of('start of node', kind);
    return (of(above, kind) / under).toFixed(1);
  });
  return `| ${title} | ${cells.join(' | ')} |`;
}

/** The folders in one repository, each under its own name. */
export function joinTrees(sources, folder) {
  for (const [name, source] of sources)
    cpSync(source, join(folder, name), { recursive: true, filter: (path) => !path.includes('/.git') });
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', ...args], { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

/** Runs all of it on a tree that may be changed, and prints a section. */
export function benchTree(title, tree, { runs, program, astGrep, rule }) {
  const commands = commandsFor(program, astGrep, rule);
  // A copy has other inodes than the index of git knows.
  execFileSync('git', ['update-index', '-q', '--refresh'], { cwd: tree });
  pause(TICK_MS);
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let index = -1; index < runs; index++) {
    for (const [name, { before, ...command }] of Object.entries(commands)) {
      before?.(tree);
      if (name.includes('edited')) pause(TICK_MS);
      const measured = measure(command, tree);
      // The first run of each brings the files into memory for all, and does not count.
      if (index >= 0) results[name].push(measured);
      process.stderr.write(`${title}, run ${index + 1} of ${runs}: ${name}, ${measured.seconds.toFixed(2)} s\n`);
    }
    pause(TICK_MS);
  }
  const files = execFileSync('git', ['ls-files', '*.py'], { cwd: tree, encoding: 'utf8' }).split('\n').length - 1;
  console.log(`\n## ${title}: ${files} Python files\n`);
  console.log('| | median s | min–max s | CPU s | peak MB |\n| --- | ---: | ---: | ---: | ---: |');
  for (const [name, measured] of Object.entries(results)) console.log(row(name, measured));
  console.log('\n| ratio | of the time | of the CPU time |\n| --- | ---: | ---: |');
  const of = (name, kind) => median(results[name].map((result) => result[kind]));
  for (const each of RATIOS) console.log(ratio(each, of));
}
