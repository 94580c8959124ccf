// What one reference becomes by its hunk.
import type { LibraryBinding } from '../../python/import-bindings.ts';
import type { FoundReference } from '../../python/references.ts';
import type { Becomes } from '../../transform.ts';

/** What is said of a name, perhaps with the import that it is about. */
interface Said {
  readonly becomes: Becomes | undefined;
  readonly imports?: { readonly binding: LibraryBinding } | undefined;
}

/** What a reference becomes: of what is reached through an import that is rewritten, the same of the other module. */
export function becomesAt({ becomes, imports }: Said, { path, binding }: FoundReference): Becomes | undefined {
  if (imports?.binding !== binding || becomes?.kind !== 'symbol') return becomes;
  return { ...becomes, symbol: becomes.symbol + path.slice(binding.target.length) };
}
