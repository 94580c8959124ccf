// How much of real trees gets a hunk: node scripts/coverage.mjs [--helpers] [TREE…], by default the packages of Debian that
// need eventlet. A row for each name of the library: its uses, how many have a hunk and of which level, and the rest. An import
// is no use; a mention neither. With --helpers, each tree is asked with a `helpers` module in its largest package.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependents, fetchTrees } from './bench/trees.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/bin/degreen.js');
const args = process.argv.slice(2);
const helpers = args.includes('--helpers');
const given = args.filter((each) => each !== '--helpers');
const trees = given.length > 0 ? given : fetchTrees(root, dependents());

function scan(tree, config) {
  const flags = config === undefined ? [] : ['--config', config];
  const output = execFileSync(process.execPath, [program, 'scan', '--format', 'json', ...flags], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output);
}

/** The package of a tree with most files. */
function largestPackage(tree) {
  const counts = new Map();
  for (const path of readdirSync(tree, { recursive: true })) {
    const [first, ...rest] = path.split('/');
    if (rest.length > 0 && path.endsWith('.py')) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const folder = mkdtempSync(join(tmpdir(), 'degreen-coverage-'));
const rows = new Map();
const byTree = [];
for (const tree of trees) {
  const config = helpers ? join(folder, 'degreen.toml') : undefined;
  if (config) writeFileSync(config, `helpers = "${largestPackage(tree)}/native.py"\n`);
  const uses = scan(tree, config).references.filter(({ role }) => role !== 'import' && role !== 'mention');
  const offered = uses.filter(({ hunk }) => hunk !== null);
  const name = tree.includes('/usr/lib/') ? basename(join(tree, '../../../..')) : basename(tree);
  byTree.push([name, uses.length, offered.length]);
  process.stderr.write(`${name}: ${offered.length} of ${uses.length}\n`);
  for (const { name: api, verdict, hunk } of uses) {
    const row = rows.get(api) ?? { uses: 0, safe: 0, review: 0, draft: 0, rest: 0 };
    row.uses++;
    row[hunk === null ? 'rest' : verdict] = (row[hunk === null ? 'rest' : verdict] ?? 0) + 1;
    rows.set(api, row);
  }
}
rmSync(folder, { recursive: true });

const sum = (key) => [...rows.values()].reduce((total, row) => total + row[key], 0);
console.log('| name | uses | safe | review | draft | without a hunk |\n| --- | ---: | ---: | ---: | ---: | ---: |');
for (const [api, { uses, safe, review, draft, rest }] of [...rows].sort((a, b) => b[1].uses - a[1].uses))
  console.log(`| ${api} | ${uses} | ${safe} | ${review} | ${draft} | ${rest} |`);
console.log(`| all | ${['uses', 'safe', 'review', 'draft', 'rest'].map(sum).join(' | ')} |`);
console.log('\n| tree | uses | with a hunk |\n| --- | ---: | ---: |');
for (const row of byTree) console.log(`| ${row.join(' | ')} |`);
