// The classes of one file: who inherits from whom by name, and whose instance a receiver such as `self` is.
import type { Node, SourceFile } from '../source.ts';
import { same } from '../syntax.ts';
import { offsetsOf } from '../word-offsets.ts';

/** The classes a file defines. */
export interface Classes {
  /** A class and every class of the file that is above or below it. */
  family(name: string): ReadonlySet<string>;
  /** The last names of all that a class inherits from, those that other files define included. */
  above(name: string): ReadonlySet<string>;
  /** The class whose instance (or which itself) `receiver` is at a node: the first parameter of the method around it. */
  ofReceiver(receiver: string, at: Node): string | undefined;
  readonly names: ReadonlySet<string>;
}

/** Reads the class statements of a file. */
export function readClasses(source: SourceFile): Classes {
  const related = new Map<string, Set<string>>();
  const relate = (a: string, b: string) => {
    const known = related.get(a) ?? new Set();
    related.set(a, known.add(b));
  };
  const bases = new Map<string, Set<string>>();
  const names = new Set<string>();
  for (const definition of classDefinitions(source)) {
    const name = definition.childForFieldName('name')?.text;
    if (name === undefined) continue;
    names.add(name);
    for (const last of namesGiven(definition.childForFieldName('superclasses'))) {
      bases.set(name, (bases.get(name) ?? new Set()).add(last));
      relate(name, last);
      relate(last, name);
    }
  }
  return {
    names,
    family(name) {
      const family = new Set([name]);
      for (const member of family) {
        for (const relative of related.get(member) ?? []) if (names.has(relative)) family.add(relative);
      }
      return family;
    },
    above(name) {
      const above = new Set(bases.get(name));
      for (const base of above) for (const further of bases.get(base) ?? []) above.add(further);
      return above;
    },
    ofReceiver,
  };
}

function classDefinitions(source: SourceFile): Node[] {
  return offsetsOf(source, 'class').flatMap((at) => {
    const node = source.root.namedDescendantForIndex(at);
    return node.type === 'class_definition' && node.startIndex === at ? [node] : [];
  });
}

/** The last names of the classes that a list of arguments gives, as in `class A(mod.B, Generic[T], with_metaclass(M, C))`. */
function namesGiven(list: Node | null): string[] {
  return list?.namedChildren.flatMap(lastNames) ?? [];
}

function lastNames(base: Node): string[] {
  switch (base.type) {
    case 'identifier':
      return [base.text];
    case 'attribute':
      return [base.childForFieldName('attribute')?.text ?? []].flat();
    case 'subscript': {
      const value = base.childForFieldName('value');
      return value ? lastNames(value) : [];
    }
    case 'call':
      return namesGiven(base.childForFieldName('arguments'));
    case 'list_splat':
    case 'parenthesized_expression':
      return base.namedChildren.flatMap(lastNames);
    default:
      return [];
  }
}

function ofReceiver(receiver: string, at: Node): string | undefined {
  for (let node: Node | null = at; node; node = node.parent) {
    if (node.type !== 'function_definition' && node.type !== 'lambda') continue;
    const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
    const index = parameters.findIndex((parameter) => parameterName(parameter) === receiver);
    if (index < 0) continue;
    if (index > 0 || node.type === 'lambda') return undefined;
    const holder: Node | null = node.parent?.type === 'decorated_definition' ? node.parent : node;
    const decorators = holder === node ? '' : holder.text.slice(0, node.startIndex - holder.startIndex);
    if (/@staticmethod\b/.test(decorators)) return undefined;
    const definition: Node | null | undefined = holder.parent?.parent;
    if (definition?.type !== 'class_definition') return undefined;
    if (!same(definition.childForFieldName('body'), holder.parent)) return undefined;
    return definition.childForFieldName('name')?.text;
  }
  return undefined;
}

function parameterName(parameter: Node): string | undefined {
  if (parameter.type === 'identifier') return parameter.text;
  return (parameter.childForFieldName('name') ?? parameter.firstNamedChild)?.text;
}
