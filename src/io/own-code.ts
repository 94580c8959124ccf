// Which degreen this is: what an answer depends on besides the project.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CODE_FOLDERS } from './code-folders.ts';

/** The packages whose answers matter; a new one of these may read a file in another way. */
const PACKAGES = ['tree-sitter', 'tree-sitter-python', 'magic-string', 'diff', 'smol-toml'];

/**
 * A word for the code that runs: another one as soon as any of its files was written again.
 * @throws Error of the file system.
 */
export function ownCode(version: string): string {
  const hash = createHash('sha256').update(`${version} ${process.version} ${process.arch}`);
  for (const folder of CODE_FOLDERS)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      hash.update(`${name} ${stampOf(join(folder, name))}\n`);
  for (const name of PACKAGES) hash.update(`${name} ${packageStamp(name)}\n`);
  return hash.digest('hex');
}

/**
 * The same by what the files hold, for what is kept for long: equal for the same code in another place.
 * @throws Error of the file system.
 */
export function ownCodeContents(version: string): string {
  const hash = createHash('sha256').update(version);
  for (const folder of CODE_FOLDERS)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(?:js|tsx?)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 20);
}

function stampOf(path: string): string {
  const { size, ino, mtimeMs, ctimeMs } = lstatSync(path);
  return `${size} ${ino} ${mtimeMs} ${ctimeMs}`;
}

/** The stamp of a package's description in the nearest folder of packages that has it. */
function packageStamp(name: string): string {
  for (let folder = CODE_FOLDERS[0] ?? '/'; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json');
    if (lstatSync(path, { throwIfNoEntry: false })) return stampOf(path);
    if (dirname(folder) === folder) return 'none';
  }
}
