// How long the dry run takes, and how much memory, beside ast-grep with one rule for one primitive, on the same trees.
// node scripts/bench.mjs [RUNS [TREE…]]: by default 5 runs of each, in turn, on the trees of scripts/fetch-corpus.sh.
// ast-grep is fetched into a temporary folder; it is no dependency of degreen.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin.degreen);
const AST_GREP = '@ast-grep/cli@0.51.1';
const WORD = 'eventlet';

const RULE = `id: sleep
language: python
rule:
  any:
    - pattern: eventlet.sleep($$$A)
    - pattern: greenthread.sleep($$$A)
fix: time.sleep($$$A)
`;

// The peak is that of the largest process among the command and what it starts, as the kernel counts it.
const MEASURE = `
import json, resource, subprocess, sys, time
begun = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
seconds = time.perf_counter() - begun
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.buffer.write(run.stderr if run.returncode else b'')
json.dump({'status': run.returncode, 'seconds': seconds, 'cpu': usage.ru_utime + usage.ru_stime,
           'megabytes': usage.ru_maxrss / 1024}, sys.stdout)
`;

/** How long a clock of a file system may stand: what is younger is never kept. */
const TICK_MS = 2200;

function measure({ command, before }, tree) {
  before?.(tree);
  const output = execFileSync('python3', ['-c', MEASURE, ...command], {
    cwd: tree,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = JSON.parse(output);
  if (result.status !== 0) throw new Error(`${command.join(' ')} exited ${result.status}`);
  return result;
}

function fetchTrees() {
  const rows = execFileSync('bash', [join(root, 'scripts/fetch-corpus.sh'), join(tmpdir(), 'degreen-corpus')], {
    encoding: 'utf8',
  });
  return rows
    .trim()
    .split('\n')
    .map((row) => row.split('\t')[1]);
}

/** Installs ast-grep and returns the path of its program, not that of a wrapper around it. */
function fetchAstGrep(folder) {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, AST_GREP], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const scope = join(folder, 'node_modules/@ast-grep');
  const places = readdirSync(scope).map((name) => join(scope, name, 'ast-grep'));
  const found = places.filter((place) => !place.includes(join('cli', 'ast-grep')) && existsSync(place));
  if (found[0] === undefined) throw new Error(`${AST_GREP} has no program for this platform`);
  return found[0];
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
const forget = (tree) => rmSync(join(tree, '.git/degreen'), { recursive: true, force: true });

/** Changes one file that has nothing to do with the library, as somebody who works on the project would. */
function editOne(tree) {
  const names = execFileSync('git', ['ls-files', '-z', '*.py'], { cwd: tree, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  const plain = names.find(
    (name) => statSync(join(tree, name)).size > 1000 && !readFileSync(join(tree, name)).includes(WORD),
  );
  appendFileSync(join(tree, plain), '# edited\n');
}

/** What is run in turn; `before` is not part of the time. */
function commandsFor(astGrep, rule) {
  const dryRun = { command: [process.execPath, program, 'diff', '--level', 'review'] };
  const scan = { command: [process.execPath, program, 'scan'] };
  return {
    'degreen diff, cold': { ...dryRun, before: forget },
    'degreen diff, unchanged': dryRun,
    'degreen diff, one file edited': { ...dryRun, before: editOne },
    'degreen scan, cold': { ...scan, before: forget },
    'degreen scan, unchanged': scan,
    'ast-grep, all files': { command: [astGrep, 'scan', '--rule', rule, '.'] },
    'ast-grep, files of git grep': {
      command: ['sh', '-c', `git grep -lz ${WORD} -- '*.py' | xargs -0 "$0" scan --rule "$1"`, astGrep, rule],
    },
    'git grep': { command: ['sh', '-c', `git grep -c ${WORD} || true`] },
    node: { command: [process.execPath, '-e', '0'] },
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

function benchTree(source, runs, commands, folder) {
  const tree = join(folder, basename(join(source, '../../../..')));
  cpSync(source, tree, { recursive: true });
  // A copy has other inodes than the index of git knows.
  execFileSync('git', ['update-index', '-q', '--refresh'], { cwd: tree });
  pause(TICK_MS);
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let index = -1; index < runs; index++) {
    for (const [name, command] of Object.entries(commands)) {
      const measured = measure(command, tree);
      // The first run of each brings the files into memory for all, and does not count.
      if (index >= 0) results[name].push(measured);
    }
    pause(TICK_MS);
  }
  const files = execFileSync('git', ['ls-files', '*.py'], { cwd: tree, encoding: 'utf8' }).split('\n').length - 1;
  console.log(`\n## ${basename(tree)}: ${files} Python files\n`);
  console.log('| | median s | min–max s | CPU s | peak MB |\n| --- | ---: | ---: | ---: | ---: |');
  for (const [name, measured] of Object.entries(results)) console.log(row(name, measured));
  const of = (name) => median(results[name].map(({ seconds }) => seconds));
  const floor = of('git grep') + of('node');
  const ratios = [
    ['diff, cold / ast-grep on the files of git grep', of('degreen diff, cold') / of('ast-grep, files of git grep')],
    ['ast-grep on all files / diff, cold', of('ast-grep, all files') / of('degreen diff, cold')],
    ['diff, unchanged / (git grep + node)', of('degreen diff, unchanged') / floor],
    ['diff, one file edited / (git grep + node)', of('degreen diff, one file edited') / floor],
    ['scan, unchanged / (git grep + node)', of('degreen scan, unchanged') / floor],
  ];
  console.log('\n| ratio | |\n| --- | ---: |');
  for (const [name, ratio] of ratios) console.log(`| ${name} | ${ratio.toFixed(1)} |`);
  rmSync(tree, { recursive: true, force: true });
}

function main() {
  const runs = Number(process.argv[2] ?? 5);
  const trees = process.argv.length > 3 ? process.argv.slice(3) : fetchTrees();
  if (!existsSync(program)) throw new Error('the program is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'degreen-bench-'));
  try {
    const astGrep = fetchAstGrep(folder);
    const rule = join(folder, 'rule.yml');
    writeFileSync(rule, RULE);
    const version = execFileSync(astGrep, ['--version'], { encoding: 'utf8' }).trim();
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    console.log(
      `${new Date().toISOString().slice(0, 10)}; ${machine}; node ${process.version}, ${version}; ${runs} runs each, in turn`,
    );
    for (const tree of trees) benchTree(tree, runs, commandsFor(astGrep, rule), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
