// How long the dry run takes, and how much memory, beside ast-grep with one rule for one primitive, on the same tree.
// node scripts/bench.mjs [TREE] [RUNS]: by default the Nova tree of scripts/fetch-corpus.sh, 5 runs of each, alternating.
// ast-grep is fetched into a temporary folder; it is no dependency of degreen.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/src/cli.js');
const AST_GREP = '@ast-grep/cli@0.51.1';

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
           'megabytes': usage.ru_maxrss / 1024, 'bytes': len(run.stdout)}, sys.stdout)
`;

function measure(command, cwd) {
  const output = execFileSync('python3', ['-c', MEASURE, ...command], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = JSON.parse(output);
  // Without output there was nothing done, and the time would say nothing.
  if (result.status !== 0 || result.bytes === 0) {
    throw new Error(`${command.join(' ')} exited ${result.status} with ${result.bytes} bytes of output`);
  }
  return result;
}

function fetchTree() {
  const rows = execFileSync('bash', [join(root, 'scripts/fetch-corpus.sh'), join(tmpdir(), 'degreen-corpus'), 'nova'], {
    encoding: 'utf8',
  });
  return rows.trim().split('\t')[1];
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

function row(name, results) {
  const seconds = results.map((result) => result.seconds);
  const cells = [
    median(seconds).toFixed(2),
    Math.min(...seconds).toFixed(2),
    median(results.map((result) => result.cpu)).toFixed(2),
    Math.max(...results.map((result) => result.megabytes)).toFixed(0),
    String(results[0].bytes),
  ];
  return [name.padEnd(10), ...cells.map((cell) => cell.padStart(12))].join('');
}

function main() {
  const tree = process.argv[2] ?? fetchTree();
  const runs = Number(process.argv[3] ?? 5);
  if (!existsSync(program)) throw new Error('the program is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'degreen-bench-'));
  try {
    const astGrep = fetchAstGrep(folder);
    const rule = join(folder, 'rule.yml');
    writeFileSync(rule, RULE);
    const commands = {
      degreen: [process.execPath, program, 'diff'],
      'ast-grep': [astGrep, 'scan', '--rule', rule, '.'],
    };
    // One run of each that does not count: it brings the files into memory for both.
    for (const command of Object.values(commands)) measure(command, tree);
    const results = { degreen: [], 'ast-grep': [] };
    for (let index = 0; index < runs; index++) {
      for (const [name, command] of Object.entries(commands)) results[name].push(measure(command, tree));
    }
    const version = execFileSync(astGrep, ['--version'], { encoding: 'utf8' }).trim();
    console.log(`${tree}\n${runs} runs each, alternating; node ${process.version}, ${version}\n`);
    const heads = ['median s', 'min s', 'cpu s', 'peak MB', 'bytes out'];
    console.log([' '.repeat(10), ...heads.map((head) => head.padStart(12))].join(''));
    for (const [name, measured] of Object.entries(results)) console.log(row(name, measured));
    const [ours, theirs] = Object.values(results).map((measured) => median(measured.map(({ seconds }) => seconds)));
    console.log(`\nast-grep takes ${(theirs / ours).toFixed(1)} times as long as degreen`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
