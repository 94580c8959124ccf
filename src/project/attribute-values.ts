// What an attribute of a class's instances may hold: all that the project assigns to it, or nothing at all where an assignment
// may not be visible. A base class from outside of the project is taken not to assign to what the project's own class does.
import { reachedByName } from '../python/dataflow/reflection.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, identifiers } from '../python/syntax.ts';
import { memo } from '../text/memoize.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { assignedTo, isTarget } from './exact-names.ts';
import type { IndirectAccess } from './indirect-access.ts';
import type { Project } from './project-index.ts';
import { type FileByPath, importedAs } from './resolve-symbol.ts';

/** An expression, in its file. */
export interface Place {
  readonly model: AnalyzedFile;
  readonly node: Node;
}

/** What a class and its relatives assign to an attribute. */
interface AttributeValues {
  /** Its methods as definitions. */
  readonly values: readonly Place[];
  /** Whether nothing else may set it; that takes long to see. */
  areAll(): boolean;
}

/** The values that an attribute of a class may hold; undefined where there may be others. */
type ReadAttribute = (model: AnalyzedFile, owner: string, attribute: string) => AttributeValues | undefined;

/** Methods by which an object may hold something that nobody assigns. */
const HOOKS = ['__getattr__', '__getattribute__', '__setattr__'];
/** How many files are read for the relatives of one class. */
const MOST_FILES = 40;

/** A class, by its file and its last name. */
interface Relative {
  readonly model: AnalyzedFile;
  readonly names: ReadonlySet<string>;
}

/** Prepares the search. */
export function readAttributeValues(project: Project, modelOf: FileByPath, outOfSight: IndirectAccess): ReadAttribute {
  const defining = memo((name: string) => {
    const found = project.search(name, new RegExp(`\\bclass[ \\t]+${name}\\b`));
    return new Set(found.flatMap(({ path }) => path ?? []));
  });

  /** The classes of the project that are above or below one, by last names; undefined where they are too many to read. */
  function relativesOf(model: AnalyzedFile, owner: string): Relative[] | undefined {
    const related = new Map<string, Set<string>>([[model.path, new Set(model.classes().family(owner))]]);
    const names = new Set(model.classes().family(owner));
    const models = new Map<string, AnalyzedFile>([[model.path, model]]);
    for (const name of names) {
      const paths = new Set([...defining(name), ...project.mentioning(name).map(({ path }) => path)]);
      if (paths.size > MOST_FILES) return undefined;
      for (const path of paths) {
        const other = models.get(path) ?? modelOf(path);
        if (!other) return undefined;
        models.set(path, other);
        const classes = other.classes();
        const own = related.get(path) ?? new Set();
        related.set(path, own);
        for (const each of classes.names) {
          if (each !== name && !classes.above(each).has(name)) continue;
          own.add(each);
          for (const further of [each, ...classes.above(each)]) if (isOwn(further)) names.add(further);
        }
      }
    }
    return [...related].flatMap(([path, own]) => {
      const at = models.get(path);
      return at ? [{ model: at, names: own }] : [];
    });
  }

  /** Whether the project defines a class of a name. */
  const isOwn = (name: string): boolean => defining(name).size > 0;

  /** What one file assigns to the attribute. */
  function inFile({ model, names }: Relative, attribute: string): Place[] | undefined {
    const values: Place[] = [];
    const give = (target: Node): boolean => {
      const { parent } = target;
      const value = parent?.type === 'function_definition' ? parent : assignedTo(target);
      if (value) values.push({ model, node: value });
      return value !== undefined;
    };
    for (const node of attributesNamed(model.source, attribute)) {
      if (!isTarget(node)) continue;
      const receiver = node.childForFieldName('object');
      if (receiver?.type !== 'identifier') return undefined;
      const owner = model.classes().ofReceiver(receiver.text, receiver);
      if (owner === undefined ? !isModule(model, receiver) : names.has(owner) && !give(node)) return undefined;
    }
    for (const { node, kind, scope } of model.names.occurrences(attribute)) {
      if (kind !== 'bind' || scope.kind !== 'class') continue;
      if (!names.has(scope.node.childForFieldName('name')?.text ?? '')) continue;
      // An annotated one may be a field, which instances are given.
      if (node.parent?.childForFieldName('type') || !give(node)) return undefined;
    }
    return values;
  }

  function search(model: AnalyzedFile, owner: string, attribute: string): AttributeValues | undefined {
    const relatives = relativesOf(model, owner);
    const mangled = /^__.*(?<!__)$/.test(attribute);
    if (!relatives || mangled || relatives.some(isHooked)) return undefined;
    const family = new Set(relatives.flatMap(({ names }) => [...names]));
    const values: Place[] = [];
    for (const each of relatives) {
      const found = inFile(each, attribute);
      if (!found) return undefined;
      values.push(...found);
    }
    const own = new Set(relatives.map((each) => each.model.path));
    let all: boolean | undefined;
    return { values, areAll: () => (all ??= !isReached(model, attribute, family, own)) };
  }

  /** Whether anything else than the family's own assignments may set the attribute. */
  function isReached(
    model: AnalyzedFile,
    attribute: string,
    family: ReadonlySet<string>,
    own: ReadonlySet<string>,
  ): boolean {
    const file = { source: model.source, names: model.names, classes: model.classes() };
    if (reachedByName(file, { attribute, family, own: true }).length > 0) return true;
    if (outOfSight(model.path, attribute, family, false).length > 0) return true;
    const writing = project.search(attribute, new RegExp(`\\.${attribute}\\b`)).flatMap(({ path }) => path ?? []);
    return [...new Set(writing)].some((path) => {
      const other = own.has(path) ? undefined : modelOf(path);
      return !own.has(path) && !(other && inFile({ model: other, names: new Set() }, attribute));
    });
  }

  const known = memo((model: AnalyzedFile) =>
    memo((owner: string) => memo((attribute: string) => search(model, owner, attribute))),
  );
  return (model, owner, attribute) => known(model)(owner)(attribute);
}

function isModule(model: AnalyzedFile, receiver: Node): boolean {
  const scope = model.names.resolveAt(receiver.text, receiver);
  const bound = scope ? model.names.bindings(receiver.text, scope) : [];
  return (
    bound.length > 0 &&
    bound.every(({ node }) => importedAs(model, node)?.statement.star === false && isPlainImport(node))
  );
}

/** Whether an import binds a module, and not a name out of one. */
function isPlainImport(name: Node): boolean {
  for (let node: Node | null = name; node; node = node.parent) if (node.type === 'import_statement') return true;
  return false;
}

/** Whether a class of the family decides by itself what an attribute is, or its decorator may. */
function isHooked({ model, names }: Relative): boolean {
  const hooks = HOOKS.flatMap((name) => model.names.occurrences(name));
  const owners = hooks.flatMap(({ kind, scope }) =>
    kind === 'bind' && scope.kind === 'class' ? [scope.node.childForFieldName('name')?.text ?? ''] : [],
  );
  if (owners.some((owner) => names.has(owner))) return true;
  return [...names].some((name) =>
    identifiers(model.source, name).some(
      ({ parent }) =>
        parent?.type === 'class_definition' &&
        parent.childForFieldName('name')?.text === name &&
        (parent.parent?.type === 'decorated_definition' ||
          /\bmetaclass\s*=/.test(parent.childForFieldName('superclasses')?.text ?? '')),
    ),
  );
}
