// Fixtures of pytest: functions whose result tests and other fixtures get as a parameter of that name.
import type { Node, SourceFile } from '../source.ts';
import { ancestor, identifiers } from '../syntax.ts';

/** A function that gives tests an object. */
export interface Fixture {
  /** The name of the parameter by which they get it. */
  readonly name: string;
}

const FUNCTIONS = new Set(['function_definition', 'lambda']);

/** The fixture whose result a place decides; none where the file has another of that name. */
export function fixtureAround(node: Node, source: SourceFile): Fixture | undefined {
  const definition = ancestor(node, FUNCTIONS);
  const decorator = definition && decoratorOf(definition);
  if (!definition || !decorator) return undefined;
  const given = /\bname\s*=\s*['"](\w+)['"]/.exec(decorator.text)?.[1];
  const name = given ?? definition.childForFieldName('name')?.text;
  return name === undefined || fixturesNamed(source, name) > 1 ? undefined : { name };
}

function decoratorOf(definition: Node): Node | undefined {
  if (definition.parent?.type !== 'decorated_definition') return undefined;
  return definition.parent.namedChildren.find((child) => {
    const applied = child.type === 'decorator' ? child.firstNamedChild : null;
    const callee = applied?.type === 'call' ? applied.childForFieldName('function') : applied;
    return /^(?:pytest(?:_asyncio)?\.)?(?:yield_)?fixture$/.test(callee?.text ?? '');
  });
}

/** How many fixtures of a file have a name. */
export function fixturesNamed(source: SourceFile, name: string): number {
  return identifiers(source, name).filter((node) => {
    const definition = node.parent?.type === 'function_definition' ? node.parent : undefined;
    return definition && decoratorOf(definition) !== undefined;
  }).length;
}

/** The parameters by which the tests and fixtures of a file get what a fixture gives. */
export function fixtureParameters(source: SourceFile, name: string): Node[] {
  return identifiers(source, name).filter((node) => {
    const definition = node.parent?.type === 'parameters' ? node.parent.parent : null;
    if (definition?.type !== 'function_definition') return false;
    const tests = definition.childForFieldName('name')?.text ?? '';
    return /^test/.test(tests) || decoratorOf(definition) !== undefined;
  });
}
