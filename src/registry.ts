// The transforms as a registry; where they are found is not known here.
import { type Registry, register } from './project/symbol-owners.ts';
import type { Transform } from './transform.ts';
import { loadTransformModules } from './transform-modules.ts';

/**
 * Loads every transform.
 * @throws Error where a file's id is not its name, a name has two owners, or not exactly one transform owns the roots.
 */
export async function loadRegistry(): Promise<Registry> {
  const transforms: Transform[] = [];
  for (const [name, loaded] of await loadTransformModules()) {
    const transform = asTransform(loaded, name);
    if (transform.id !== name) throw new Error(`the transform ${name} calls itself ${transform.id}`);
    transforms.push(transform);
  }
  return register(transforms);
}

function asTransform(loaded: unknown, name: string): Transform {
  if (typeof loaded === 'object' && loaded !== null && 'transform' in loaded) {
    const { transform } = loaded;
    if (isTransform(transform)) return transform;
  }
  throw new Error(`${name} exports no transform`);
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
