// Paths that may be gone: a hook is told of files that a commit deletes, and a check of them is no mistake.
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { git } from './git/git.ts';
import { type Location, locate } from './project-files.ts';

/** A location of which some paths do not exist. */
export interface LooseLocation extends Location {
  /** Those of `wanted` that are not there. */
  readonly missing: readonly string[];
}

/**
 * Finds the root as `locate` does; paths that do not exist are taken along.
 * @throws UserError where a path lies outside of the root.
 */
export async function locateLoosely(cwd: string, paths: readonly string[]): Promise<LooseLocation> {
  const there = paths.filter((path) => path === '' || isThere(resolve(cwd, path)));
  const location = await locate(cwd, there);
  const missing = paths
    .filter((path) => !there.includes(path))
    .map((path) => {
      const inside = relative(location.root, resolveLinks(resolve(cwd, path)));
      if (inside.split(sep)[0] === '..')
        throw new UserError(`${path} is not inside ${location.root}`, 'Run degreen once for each project.');
      return inside.split(sep).join('/');
    });
  return {
    ...location,
    wanted: there.length > 0 || paths.length === 0 ? [...location.wanted, ...missing] : missing,
    missing,
  };
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The path with the links of the folders that exist resolved. */
function resolveLinks(path: string): string {
  const above = dirname(path);
  if (above === path) return path;
  return join(existsSync(above) ? realpathSync(above) : resolveLinks(above), basename(path));
}

/** Which of the paths git knows, in the index or in HEAD, as a file or as a folder of files. */
export async function knownToGit(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const answer = await git(root, '--literal-pathspecs', 'ls-files', '-z', '--with-tree=HEAD', '--', ...paths);
  if (answer.code !== 0) return new Set();
  const files = answer.stdout.toString('utf8').split('\0');
  return new Set(paths.filter((path) => files.some((file) => file === path || file.startsWith(`${path}/`))));
}
