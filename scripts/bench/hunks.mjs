// How the time of each command grows with the hunks of a project: in one file and over many, for sleeps, events and mocks.
// node scripts/bench/hunks.mjs [SIZE,SIZE] [LIMIT]: by default 200,2000,20000 hunks, each command stopped after 60 seconds.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeProject, SHAPES } from './projects.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/bin/degreen.js');
const sizes = (process.argv[2] ?? '200,2000,20000').split(',').map(Number);
const limit = Number(process.argv[3] ?? 60);
// The plan, what review asks of it before the first frame, and the series without git: measured inside of one process.
const INSIDE = `
const { loadProject } = await import(${JSON.stringify(join(root, 'dist/src/commands/load-project.js'))});
const { keepsFrom } = await import(${JSON.stringify(join(root, 'dist/src/commands/decide.js'))});
const { openSession } = await import(${JSON.stringify(join(root, 'dist/src/tui/session.js'))});
const { previewHunk } = await import(${JSON.stringify(join(root, 'dist/src/rewrite/preview.js'))});
const { makeSeries } = await import(${JSON.stringify(join(root, 'dist/src/rewrite/patch-series.js'))});
const quiet = { write() {}, print() {}, say() {}, progress() {}, terminal: false, colour: false };
const world = { cwd: process.cwd(), version: '0', stdout: quiet, stderr: quiet, readStdin: async () => '' };
const begun = performance.now();
const { plan, config } = await loadProject(world, [], {}, 'references');
const keeps = keepsFrom(config);
const setting = { base: plan, keeps, apart: new Set(), advice: new Map(), git: false, folder: '' };
openSession(setting, { marks: new Map(), edits: new Map(), assigned: new Map() });
previewHunk(plan, plan.hunks[plan.hunks.length >> 1], keeps, 3);
const reviewed = performance.now();
if (process.argv[1] === 'series')
  makeSeries(plan, new Set(plan.hunks), { keeps, apart: new Set(), assigned: new Map(), split: undefined });
console.log(((process.argv[1] === 'series' ? performance.now() - reviewed : reviewed - begun) / 1000).toFixed(2));
`;

const COMMANDS = {
  'scan text': ['scan'],
  json: ['scan', '--format', 'json'],
  sarif: ['scan', '--format', 'sarif'],
  markdown: ['scan', '--format', 'markdown'],
  diff: ['diff', '--level', 'review'],
  check: ['check'],
  review: 'review',
  series: 'series',
  apply: ['apply', '--level', 'review'],
};

function seconds(folder, command) {
  const args = typeof command === 'string' ? ['--input-type=module', '-e', INSIDE, command] : [program, ...command];
  const begun = performance.now();
  const run = spawnSync(process.execPath, args, {
    cwd: folder,
    timeout: limit * 1000,
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (run.error?.code === 'ETIMEDOUT') return `> ${limit}`;
  if (run.status !== 0 && !(run.status === 1 && command[0] === 'check')) return `exit ${run.status}`;
  return typeof command === 'string' ? run.stdout.trim() : ((performance.now() - begun) / 1000).toFixed(2);
}

console.log(`seconds; node ${process.version}\n`);
console.log(['hunks'.padStart(26), ...Object.keys(COMMANDS).map((name) => name.padStart(10))].join(''));
for (const shape of Object.keys(SHAPES)) {
  for (const size of sizes) {
    const folder = makeProject(shape, size);
    try {
      const cells = Object.values(COMMANDS).map((command) => seconds(folder, command).padStart(10));
      console.log([shape.padEnd(20), String(size).padStart(6), ...cells].join(''));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
