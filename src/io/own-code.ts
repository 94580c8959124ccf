// Which degreen this is: what an answer depends on besides the project.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where degreen's own code is: `src` in a checkout, `dist/src` in a build. */
const HOME = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDERS = [HOME, join(HOME, '..', 'transforms')];
/** The packages whose answers matter; a new one of these may read a file in another way. */
const PACKAGES = ['tree-sitter', 'tree-sitter-python', 'magic-string', 'diff', 'smol-toml'];

/**
 * A word for the code that runs: another one as soon as any of its files was written again.
 * @throws Error of the file system.
 */
export function ownCode(version: string): string {
  const hash = createHash('sha256').update(`${version} ${process.version} ${process.arch}`);
  for (const folder of FOLDERS)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      hash.update(`${name} ${stampOf(join(folder, name))}\n`);
  for (const name of PACKAGES) hash.update(`${name} ${packageStamp(name)}\n`);
  return hash.digest('hex');
}

function stampOf(path: string): string {
  const { size, ino, mtimeMs, ctimeMs } = lstatSync(path);
  return `${size} ${ino} ${mtimeMs} ${ctimeMs}`;
}

/** The stamp of a package's description in the nearest folder of packages that has it. */
function packageStamp(name: string): string {
  for (let folder = HOME; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json');
    if (lstatSync(path, { throwIfNoEntry: false })) return stampOf(path);
    if (dirname(folder) === folder) return 'none';
  }
}
