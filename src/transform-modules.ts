// The modules of `transforms/`, found by listing the folder. A build puts another module in the place of this one, which
// imports what the folder held when it was built.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Every module of the folder beside `src` by its name, in the order of names. */
export async function loadTransformModules(): Promise<ReadonlyMap<string, unknown>> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'transforms');
  const modules = new Map<string, unknown>();
  for (const file of (await readdir(folder)).sort()) {
    const name = /^([a-z-]+)\.(?:ts|js)$/.exec(file)?.[1];
    if (name !== undefined) modules.set(name, await import(pathToFileURL(join(folder, file)).href));
  }
  return modules;
}
