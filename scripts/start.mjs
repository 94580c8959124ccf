// `npm start [PATH…]`: builds, then runs degreen on the sample project or on what it is given.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const given = process.argv.slice(2);
const build = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
if (build.status !== 0) process.exit(build.status ?? 1);
const args = given.length > 0 ? given : [join(root, 'sample')];
const run = spawnSync(process.execPath, [join(root, 'dist/src/cli.js'), ...args], { stdio: 'inherit' });
process.exit(run.status ?? 1);
