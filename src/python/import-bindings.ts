// Which local names imports bind to something of a library, in which scope, and whether they can be relied on.
import type { ImportedName, ImportStatement } from './import-statements.ts';
import type { Names, Occurrence, Scope } from './scopes.ts';
import type { Node, SourceFile } from './source.ts';

/** The library that references are looked for. */
export interface Library {
  readonly roots: ReadonlySet<string>;
  /** The longest prefix of a dotted path that is one known object (not a module): its length in components, 0 if none. */
  knownLength(path: readonly string[]): number;
  /** One spelling for all names of one object. */
  canonical(path: string): string;
}

/** A local name that imports bind to something of the library, in one scope. */
export interface LibraryBinding {
  readonly local: string;
  readonly scope: Scope;
  /** What the name stands for: `lib`, `lib.event.Event`. */
  readonly target: string;
  readonly imports: readonly ImportedName[];
  /** Whether it is a module that only hands names of the library on: its other names are its own. */
  readonly shared: boolean;
  /** Why nothing that is reached through it may be rewritten. */
  readonly trouble: string | undefined;
}

/** What an imported name stands for, where it is something of the library or a module that re-exports such. */
export interface LibraryMeaning {
  readonly target: string;
  readonly shared: boolean;
}

/** The bindings of the library's names, one for each local name and scope. */
export function readBindings(
  source: SourceFile,
  names: Names,
  statements: readonly ImportStatement[],
  library: Library,
  meaningOf: (imported: ImportedName) => LibraryMeaning | undefined,
): LibraryBinding[] {
  const groups = new Map<Scope, Map<string, { imported: ImportedName; occurrence: Occurrence }[]>>();
  const asked = new Map<string, ReadonlyMap<number, Occurrence>>();
  function occurrencesOf(local: string): ReadonlyMap<number, Occurrence> {
    const byNode = asked.get(local) ?? new Map(names.occurrences(local).map((each) => [each.node.id, each]));
    asked.set(local, byNode);
    return byNode;
  }
  for (const statement of statements) {
    for (const imported of statement.names) {
      if (!meaningOf(imported)) continue;
      const occurrence = occurrencesOf(imported.local).get(imported.localNode.id);
      if (!occurrence) continue;
      const ofScope =
        groups.get(occurrence.scope) ?? new Map<string, { imported: ImportedName; occurrence: Occurrence }[]>();
      groups.set(occurrence.scope, ofScope);
      const members = ofScope.get(imported.local) ?? [];
      ofScope.set(imported.local, members);
      members.push({ imported, occurrence });
    }
  }
  const bindings: LibraryBinding[] = [];
  for (const [scope, ofScope] of groups) {
    for (const [local, members] of ofScope) {
      const imports = members.map((member) => member.imported);
      const { target = '', shared = false } = (imports[0] && meaningOf(imports[0])) ?? {};
      const object = (imported: ImportedName) => library.canonical(meaningOf(imported)?.target ?? imported.target);
      const trouble = bindingTrouble(source, names, scope, local, imports, object);
      bindings.push({ local, scope, target, imports, shared, trouble });
    }
  }
  return bindings;
}

function bindingTrouble(
  source: SourceFile,
  names: Names,
  scope: Scope,
  local: string,
  imports: readonly ImportedName[],
  object: (imported: ImportedName) => string,
): string | undefined {
  const line = (node: Node) => source.lines.at(node.startIndex).line;
  const own = new Set(imports.map((imported) => imported.localNode.id));
  const other = names.bindings(local, scope).find((occurrence) => !own.has(occurrence.node.id));
  if (other) return `\`${local}\` is bound again at line ${line(other.node)}, so it is not certain what it means here`;
  const [first, ...rest] = imports;
  const different = rest.find((imported) => first && object(imported) !== object(first));
  if (different) return `\`${local}\` is imported as something else at line ${line(different.localNode)}`;
  const optional = imports.find((imported) => imported.statement.guard === 'optional');
  if (optional) {
    const place = line(optional.statement.node);
    return `\`${local}\` is imported at line ${place} in a \`try\` that handles its absence; what remains of that \`try\` is manual`;
  }
  const moved = imports.find((imported) => names.scopeAt(imported.localNode) !== scope);
  if (moved) return `\`${local}\` is imported under a \`global\` declaration at line ${line(moved.localNode)}`;
  return undefined;
}
