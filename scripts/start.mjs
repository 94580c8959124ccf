// `npm start [PATH…]`: builds, then runs degreen on what it is given, else on a scratch copy of the sample project.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const given = process.argv.slice(2);
const build = spawnSync(process.execPath, [join(root, 'scripts/bundle.mjs')], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
const args = given.length > 0 ? given : [copySample()];
const run = spawnSync(process.execPath, [join(root, 'dist/bin/degreen.js'), ...args], { stdio: 'inherit' });
process.exit(run.status ?? 1);

/** A repository of its own, so that the sample is a whole project and whatever is tried in it does no harm. */
function copySample() {
  const folder = mkdtempSync(join(tmpdir(), 'degreen-sample-'));
  cpSync(join(root, 'sample'), folder, { recursive: true });
  const identity = ['-c', 'user.name=Sample', '-c', 'user.email=sample@example.org'];
  const steps = [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message=Sample project'],
  ];
  for (const step of steps) spawnSync('git', step, { cwd: folder, stdio: 'ignore' });
  process.stderr.write(`the sample project, in ${folder}; for your own: npm start -- PATH\n\n`);
  return folder;
}
