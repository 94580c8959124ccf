// Which primitives may be banned: those that nothing in the project uses any more. Knows no linter.
import type { Entry } from '../ledger/entry.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Transform } from '../transform.ts';

/** A primitive that is gone, under every name that it has. */
export interface Ban {
  /** The transform's id, the name that was asked for, or the library's name where nothing of it is left. */
  readonly id: string;
  readonly names: readonly string[];
  /** What to use instead, in a few words of ASCII; empty where there is no equivalent. */
  readonly instead: string;
}

/** A primitive that is still used. */
export interface StillUsed {
  readonly id: string;
  readonly uses: readonly Entry[];
}

/** What may be banned and what may not. */
export interface Bans {
  readonly free: readonly Ban[];
  readonly held: readonly StillUsed[];
  /** Whether nothing of the library is left, so that it is banned as a whole. */
  readonly whole: boolean;
}

/**
 * Decides what may be banned.
 * @param wanted - ids of transforms or owned names; every transform that rewrites where there are none.
 * @returns the word that is neither, where there is one.
 */
export function bansOf(
  registry: Registry,
  entries: readonly Entry[],
  wanted: readonly string[] | undefined,
): Bans | string {
  const uses = entries.filter(isUse);
  if (wanted === undefined && uses.length === 0) {
    const names = [...registry.library.roots];
    return { free: names.map((name) => ({ id: name, names: [name], instead: '' })), held: [], whole: true };
  }
  const free: Ban[] = [];
  const held: StillUsed[] = [];
  const ids = wanted ?? registry.transforms.filter(({ roots = [] }) => roots.length === 0).map(({ id }) => id);
  for (const id of ids) {
    const primitive = primitiveOf(registry, id);
    if (!primitive) return id;
    // A star import may bring any name.
    const own = uses.filter(({ name }) => name.endsWith('.*') || primitive.owns(name));
    if (own.length > 0) held.push({ id, uses: own });
    else free.push({ id, names: primitive.names, instead: primitive.instead });
  }
  return { free, held, whole: false };
}

/** What a linter would see, and what a test reaches by a string. A method of an object goes with what made it. */
function isUse({ verdict, role }: Entry): boolean {
  return verdict !== 'mention' && role !== 'attribute';
}

interface Primitive {
  readonly names: readonly string[];
  readonly instead: string;
  owns(name: string): boolean;
}

function primitiveOf(registry: Registry, id: string): Primitive | undefined {
  const transform = registry.transforms.find((each) => each.id === id && !each.roots);
  if (transform) {
    const names = transform.owns.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    const owns = (name: string) => registry.ownerOf(name)?.transform === transform;
    return { names, instead: insteadOf(transform, undefined), owns };
  }
  for (const each of registry.transforms) {
    const owned = each.owns.find(({ name, aliases = [] }) => name === id || aliases.includes(id));
    if (!owned) continue;
    const names = [owned.name, ...(owned.aliases ?? [])];
    const owns = (name: string) => names.some((own) => name === own || name.startsWith(`${own}.`));
    return { names, instead: insteadOf(each, owned.name), owns };
  }
  return undefined;
}

/** What a transform says, or the equivalent on a name's page where it is short enough. */
function insteadOf(transform: Transform, name: string | undefined): string {
  const equivalent = transform.instead ?? transform.explain(name).equivalent;
  return /^[ !#-&(-[\]-~]{1,60}$/.test(equivalent) ? equivalent : '';
}
