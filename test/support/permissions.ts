// Files and folders that degreen may not touch, for tests that may run as root, whom nothing is refused.
import { execFileSync, spawnSync } from 'node:child_process';
import { CLI, degreen, ENVIRONMENT, folderOf, type Run } from './cli.ts';

export const asRoot = process.getuid?.() === 0;
export const NOBODY = 65534;

/** Runs degreen as somebody without rights: as oneself, or, where root would be refused nothing, as nobody. */
export function unprivileged(folder: string, args: readonly string[]): Run | undefined {
  if (!asRoot) return degreen(folder, args);
  const options = { cwd: folder, env: { ...ENVIRONMENT, HOME: folder }, uid: NOBODY, gid: NOBODY };
  const works = spawnSync(process.execPath, [CLI, '--version'], options);
  if (works.status !== 0) return undefined;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], options);
  return { code: status, stdout: stdout.toString(), bytes: stdout, stderr: stderr.toString() };
}

/** A folder for it; under root everything in it is nobody's. */
export function openFolder(contents: Readonly<Record<string, string | Buffer>>, make = folderOf): string {
  const folder = make(contents);
  if (asRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  return folder;
}
