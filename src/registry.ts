// Finds the transforms by reading their folder.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Registry, register } from './project/symbol-owners.ts';
import type { Transform } from './transform.ts';

/**
 * Loads every transform of the folder beside `src`.
 * @throws Error where a file's id is not its name, a name has two owners, or not exactly one transform owns the roots.
 */
export async function loadRegistry(): Promise<Registry> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'transforms');
  const files = (await readdir(folder)).filter((file) => /^[a-z-]+\.(ts|js)$/.test(file)).sort();
  const transforms: Transform[] = [];
  for (const file of files) {
    const loaded: unknown = await import(pathToFileURL(join(folder, file)).href);
    const transform = asTransform(loaded, file);
    if (transform.id !== file.replace(/\.(ts|js)$/, ''))
      throw new Error(`transforms/${file} calls itself ${transform.id}`);
    transforms.push(transform);
  }
  return register(transforms);
}

function asTransform(loaded: unknown, file: string): Transform {
  if (typeof loaded === 'object' && loaded !== null && 'transform' in loaded) {
    const { transform } = loaded;
    if (isTransform(transform)) return transform;
  }
  throw new Error(`transforms/${file} exports no transform`);
}

function isTransform(value: unknown): value is Transform {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'propose' in value &&
    'explain' in value &&
    'owns' in value
  );
}
