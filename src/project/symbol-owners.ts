// Who owns a dotted name: the index over the names that the transforms claim.
import type { Library } from '../python/import-bindings.ts';
import type { Transform, Variant } from '../transform.ts';

/** Who owns a name, and the name's canonical spelling. */
export interface Owner {
  readonly transform: Transform;
  readonly name: string;
}

/** The work that a place with a name is part of, whatever is done with it there. */
export function groupOf({ transform, name }: Owner): string {
  return transform.groupOf?.(name) ?? transform.work[0]?.id ?? transform.id;
}

/** The order of patches: by position, then by id. */
export function byPosition(a: Transform, b: Transform): number {
  const rank = ({ position = Number.POSITIVE_INFINITY }: Transform) => position;
  return rank(a) === rank(b) ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : rank(a) - rank(b);
}

/** What a transform says of hunks that it sets apart. */
export function variantOf(
  { transforms }: Pick<Registry, 'transforms'>,
  hunk: { readonly transform: string; readonly variant: string | undefined },
): Variant | undefined {
  const transform = transforms.find(({ id }) => id === hunk.transform);
  return transform?.variants?.find(({ id }) => id === hunk.variant);
}

/** All transforms, and the library as their owned names describe it. */
export interface Registry {
  readonly transforms: readonly Transform[];
  readonly library: Library;
  /** The functions of the library that run an argument with those that follow it: its position, by their last names. */
  readonly runs: ReadonlyMap<string, number>;
  /** What hunks may rely on: the ids of the groups that patching covers. */
  readonly groups: ReadonlySet<string>;
  /** The last words of the names that transforms may rewrite: a file without any of them has no hunk. */
  readonly rewritable: readonly string[];
  /** The owner of the longest owned prefix of a dotted path; undefined outside the library. */
  ownerOf(path: string): Owner | undefined;
}

/**
 * Builds the index of owners.
 * @throws Error where a name, a root, a key of the configuration or a name of helper text has two owners, or a section needs
 * what none provides.
 */
export function register(transforms: readonly Transform[]): Registry {
  const owners = new Map<string, Owner>();
  const roots = new Map<string, Transform>();
  for (const transform of transforms) {
    for (const root of transform.roots ?? []) {
      if (roots.has(root)) throw new Error(`both ${roots.get(root)?.id} and ${transform.id} own the rest of ${root}`);
      roots.set(root, transform);
    }
    for (const owned of transform.owns) {
      for (const name of [owned.name, ...(owned.aliases ?? [])]) {
        const other = owners.get(name);
        if (other) throw new Error(`both ${other.transform.id} and ${transform.id} own ${name}`);
        owners.set(name, { transform, name: owned.name });
      }
    }
  }
  mustBeWhole(transforms);
  const modules = new Set<string>(roots.keys());
  for (const name of owners.keys()) {
    const parts = name.split('.');
    for (let length = 1; length < parts.length; length++) modules.add(parts.slice(0, length).join('.'));
    if (owners.get(name)?.transform.proposeImport) modules.add(name);
  }
  const longest = (parts: readonly string[], accept: (name: string) => boolean): number => {
    for (let length = parts.length; length > 0; length--) if (accept(parts.slice(0, length).join('.'))) return length;
    return 0;
  };
  /** One answer for one path, as every reference asks. */
  const found = new Map<string, Owner>();
  return {
    transforms,
    runs: new Map(transforms.flatMap(({ runs = [] }) => runs.map(({ name, argument }) => [name, argument]))),
    groups: new Set(transforms.flatMap(({ patching }) => patching?.groups.map(({ id }) => id) ?? [])),
    rewritable: [...lastWords(transforms)].sort(),
    library: {
      roots: new Set(roots.keys()),
      canonical: (path) => owners.get(path)?.name ?? path,
      knownLength: (parts) => longest(parts, (name) => owners.has(name) && !modules.has(name)),
    },
    ownerOf(path) {
      const known = found.get(path);
      if (known) return known;
      const owner = find(path);
      if (owner) found.set(path, owner);
      return owner;
    },
  };

  function find(path: string): Owner | undefined {
    const parts = path.split('.');
    const root = roots.get(parts[0] ?? '');
    if (!root) return undefined;
    const length = longest(parts, (name) => owners.has(name));
    const owner = owners.get(parts.slice(0, length).join('.'));
    if (!owner) return { transform: root, name: path };
    // What follows a module is part of the name; what follows an object is its own affair.
    const rest = modules.has(owner.name) ? parts.slice(length) : [];
    return { transform: owner.transform, name: [owner.name, ...rest].join('.') };
  }
}

/** @throws Error where two transforms declare one thing, or one needs what nobody declares. */
function mustBeWhole(transforms: readonly Transform[]): void {
  const sections = transforms.flatMap(({ helper = [] }) => helper);
  const provided = sections.flatMap(({ provides }) => provides);
  const keys = transforms.flatMap((transform) => (transform.keys ?? []).map(({ id }) => id));
  for (const declared of [provided, keys]) {
    const twice = declared.find((id, index) => declared.indexOf(id) !== index);
    if (twice !== undefined) throw new Error(`\`${twice}\` is declared twice`);
  }
  const missing = sections.flatMap(({ needs }) => needs).find((name) => !provided.includes(name));
  if (missing !== undefined) throw new Error(`no section provides \`${missing}\``);
}

function lastWords(transforms: readonly Transform[]): Set<string> {
  const names = transforms.flatMap((transform) => (transform.roots ? [] : transform.owns));
  return new Set(
    names.flatMap((owned) => [owned.name, ...(owned.aliases ?? [])].map((name) => name.split('.').at(-1) ?? '')),
  );
}
