// The benchmark as a page, on stdout: node scripts/bench.mjs [RUNS] > docs/benchmark.md. By default five runs of each command,
// in turn. Needs Debian's apt-get for the trees, git and python3; ast-grep is fetched into a temporary folder.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, median } from './bench/measure.mjs';
import { makeProject, SHAPES } from './bench/projects.mjs';
import { benchTree, dependents, fetchAstGrep, fetchTrees, joinTrees, RULE } from './bench/trees.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin.degreen);
const SIZES = [500, 1000, 2000];

const INTRODUCTION = `# Benchmark

How long degreen takes, beside programs that do less. ast-grep has one rule, which rewrites the calls of one primitive
(\`eventlet.sleep\`) and no import, mock or test; \`git grep\` only finds the word. All run in turn in one session, as whole
processes; what stands here is what \`npm run bench\` printed.

- *cold*: nothing is kept of an earlier run. *unchanged*: nothing changed since the run before. *edited*: a line was added to one
  file since then, each time to another one. Most files without the library were never looked at, so that the answer stands;
  after an edit of a file with a hunk all is worked out anew.
- *first screen*: until \`review\` shows what there is to decide, on a terminal of 120 × 40.
- The peak is that of the largest process.`;

function growth(runs) {
  console.log('\n## Growth: made projects with so many hunks\n');
  console.log('| shape | hunks | diff s | scan s | scan / diff |\n| --- | ---: | ---: | ---: | ---: |');
  for (const shape of Object.keys(SHAPES)) {
    for (const size of SIZES) {
      const folder = makeProject(shape, size);
      try {
        const of = (...args) => {
          const seconds = Array.from({ length: runs }, () => {
            rmSync(join(folder, '.git/degreen'), { recursive: true, force: true });
            return measure({ command: [process.execPath, program, ...args] }, folder).seconds;
          });
          return median(seconds);
        };
        const [diff, scan] = [of('diff', '--level', 'review'), of('scan')];
        process.stderr.write(`${shape}, ${size}: diff ${diff.toFixed(2)} s, scan ${scan.toFixed(2)} s\n`);
        console.log(`| ${shape} | ${size} | ${diff.toFixed(2)} | ${scan.toFixed(2)} | ${(scan / diff).toFixed(2)} |`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}

function main() {
  const runs = Number(process.argv[2] ?? 5);
  if (!existsSync(program)) throw new Error('the program is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'degreen-bench-'));
  try {
    const astGrep = fetchAstGrep(folder);
    const rule = join(folder, 'rule.yml');
    writeFileSync(rule, RULE);
    const version = execFileSync(astGrep, ['--version'], { encoding: 'utf8' }).trim();
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    const date = new Date().toISOString().slice(0, 10);
    console.log(`${INTRODUCTION}\n\n${date}; ${machine}; node ${process.version}, ${version}; ${runs} runs of each.`);
    const context = { runs, program, astGrep, rule };
    const nova = join(folder, 'nova');
    cpSync(fetchTrees(root, ['python3-nova'])[0], nova, { recursive: true });
    benchTree('Nova', nova, context);
    const all = join(folder, 'all');
    mkdirSync(all);
    const trees = fetchTrees(root, dependents());
    joinTrees(
      trees.map((tree) => [basename(join(tree, '../../../..')), tree]),
      all,
    );
    benchTree(`The ${trees.length} packages of Debian that need eventlet, as one tree`, all, context);
    growth(Math.min(runs, 3));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
