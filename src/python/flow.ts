// Value flow: from the place where an object is made to every use of it that this file shows, and where it leaves sight.
// Follows names and attributes of `self`; what goes into a call, a container or a return value escapes.
import { type Call, readCall, resultUse } from './calls.ts';
import type { Classes } from './classes.ts';
import type { FoundReference } from './references.ts';
import type { Names, Scope } from './scopes.ts';
import type { Node, SourceFile } from './source.ts';
import { attributesNamed, caughtAround, isField, parentPastParentheses, same, spanOf, statementOf } from './syntax.ts';
import type { Escape, Value, ValueUse } from './values.ts';

/** What following needs to know beyond the syntax. */
export interface FlowContext {
  readonly source: SourceFile;
  readonly names: Names;
  readonly classes: Classes;
  /** The reference whose call a node is, where it makes the same kind of object. */
  construction(call: Node): FoundReference | undefined;
  /** Uses of a name of this file in other files: of an attribute, or of a global. */
  elsewhere(kind: 'attribute' | 'global', name: string, owners?: Iterable<string>): readonly Escape[];
}

/** Follows a value from the node that makes it. `references` receives every construction that joins it. */
export function followValue(
  start: FoundReference,
  from: Node,
  context: FlowContext,
): Value & { readonly members: FoundReference[] } {
  const { source, names, classes } = context;
  const members = [start];
  const uses: ValueUse[] = [];
  const escapes: Escape[] = [];
  const others: Escape[] = [];
  const visited = new Set<string>();
  const sunk = new Set<number>();
  let holder: string | undefined;
  const line = (node: Node) => source.lines.at(node.startIndex).line;
  const leak = (node: Node, how: string, kind: Escape['kind'] = 'leaves'): void =>
    void escapes.push({ kind, how, line: line(node) });

  function use(
    kind: ValueUse['kind'],
    node: Node,
    name = '',
    nameNode = node,
    call?: Call,
    result: ValueUse['result'] = 'value',
  ) {
    uses.push({
      kind,
      name,
      nameSpan: spanOf(nameNode),
      span: spanOf(node),
      call,
      result,
      line: line(node),
      caught: caughtAround(node),
    });
  }

  function sink(value: Node): void {
    if (sunk.has(value.id)) return;
    sunk.add(value.id);
    const { node, parent } = parentPastParentheses(value);
    if (!parent) return;
    switch (parent.type) {
      case 'expression_statement':
      case 'delete_statement':
        return;
      case 'assignment':
        if (!isField(parent, 'right', node)) return;
        bind(parent.childForFieldName('left'));
        if (parent.parent?.type === 'assignment') sink(parent);
        return;
      case 'named_expression':
        bind(parent.childForFieldName('name'));
        return sink(parent);
      case 'attribute':
        return useAttribute(parent);
      case 'call':
        return use('called', parent, '', node, readCall(parent), resultUse(parent));
      case 'with_item':
        return use('with', node, '', node, undefined, 'unused');
      case 'as_pattern':
        return use('with', node, '', node, undefined, 'value');
      case 'comparison_operator':
        if (
          /\bin\b/.test(parent.text.slice(0, 400)) &&
          parent.children.some((child) => /^(not )?in$/.test(child.type))
        ) {
          return leak(node, 'compared with `in`');
        }
        return use('identity', node);
      case 'interpolation':
        return use('identity', node);
      case 'boolean_operator':
      case 'conditional_expression':
        if (resultUse(node) === 'truth') return use('truth', node, '', node, undefined, 'truth');
        if (
          !parent.namedChildren.every(
            (child) => child.type === 'none' || same(child, node) || parent.namedChild(1)?.id === child.id,
          )
        )
          others.push({ kind: 'named', how: `\`${clip(parent.text)}\` may give another value`, line: line(parent) });
        return sink(parent);
      case 'argument_list':
      case 'keyword_argument':
        return passed(node, parent);
      case 'return_statement':
        return leak(node, 'returned to callers');
      case 'yield':
        return leak(node, 'yielded');
      case 'lambda':
        return leak(node, 'returned by a lambda');
      case 'default_parameter':
      case 'typed_default_parameter':
        others.push({ kind: 'named', how: 'callers may pass another value for the parameter', line: line(parent) });
        return bind(parent.childForFieldName('name'));
      case 'for_statement':
      case 'for_in_clause':
        return use('iterated', node);
      case 'subscript':
        if (isField(parent, 'value', node)) return use('subscripted', parent);
        return leak(node, 'used as a key');
      case 'list':
      case 'tuple':
      case 'set':
      case 'pair':
      case 'expression_list':
      case 'list_comprehension':
      case 'set_comprehension':
      case 'dictionary_comprehension':
      case 'generator_expression':
        return leak(node, 'put into a container');
      default:
        if (resultUse(node) === 'truth') return use('truth', node, '', node, undefined, 'truth');
        return leak(node, `used in \`${clip(statementOf(node).text)}\``);
    }
  }

  function useAttribute(attribute: Node): void {
    const nameNode = attribute.childForFieldName('attribute') ?? attribute;
    const { node, parent } = parentPastParentheses(attribute);
    if (parent?.type === 'call' && isField(parent, 'function', node)) {
      return use('method', parent, nameNode.text, nameNode, readCall(parent), resultUse(parent));
    }
    const stored =
      (parent?.type === 'assignment' || parent?.type === 'augmented_assignment') && isField(parent, 'left', node);
    use(stored ? 'store' : 'attribute', attribute, nameNode.text, nameNode, undefined, resultUse(attribute));
  }

  const INSPECTORS = /^(isinstance|id|hash|repr|str|bool|print|type|assertIsNone|assertIsNotNone)$/;

  function passed(node: Node, parent: Node): void {
    const list = parent.type === 'keyword_argument' ? parent.parent : parent;
    const callee = list?.parent?.childForFieldName('function')?.text ?? 'a class statement';
    if (INSPECTORS.test(callee.split('.').at(-1) ?? '')) return use('identity', node);
    leak(node, `passed to \`${clip(callee)}()\``);
  }

  function bind(target: Node | null): void {
    if (target?.type === 'identifier') return followName(target);
    if (target?.type === 'attribute') {
      const receiver = target.childForFieldName('object');
      const attribute = target.childForFieldName('attribute')?.text ?? '';
      const owner = receiver?.type === 'identifier' ? classOf(receiver) : undefined;
      if (owner) return followAttribute(owner, attribute);
      return leak(target, `stored as \`${clip(target.text)}\``);
    }
    if (target) leak(target, `stored in \`${clip(target.text)}\``);
  }

  /** What a binding gives to a followed name: a member of this value, nothing (None), or something else. */
  function rebound(target: Node): void {
    const parent = target.parent;
    if (parent?.type === 'named_expression' && sunk.has(parent.childForFieldName('value')?.id ?? -1)) return;
    const plain = parent?.type === 'assignment' && isField(parent, 'left', target);
    let right = plain ? parent.childForFieldName('right') : null;
    if (plain && !right) return;
    while (right?.type === 'assignment') right = right.childForFieldName('right');
    if (right?.type === 'none') return;
    const construction = right?.type === 'call' ? context.construction(right) : undefined;
    if (construction) {
      if (!members.includes(construction)) members.push(construction);
      if (right) sunk.add(right.id);
      return;
    }
    if (right && sunk.has(right.id)) return;
    others.push({
      kind: 'named',
      how: `\`${clip(statementOf(target).text)}\` gives it another value`,
      line: line(target),
    });
  }

  function followName(target: Node): void {
    const name = target.text;
    const here = names.occurrences(name).find((occurrence) => same(occurrence.node, target));
    const scope = here && names.resolve(name, here);
    if (!scope) return leak(target, `bound to \`${name}\` in a way that is not followed`);
    if (scope.kind === 'class') return followAttribute(scope.node.childForFieldName('name')?.text ?? '', name, scope);
    if (visited.has(`${scope.node.id} ${name}`)) return;
    visited.add(`${scope.node.id} ${name}`);
    holder ??= name;
    for (const occurrence of names.occurrences(name)) {
      if (names.resolve(name, occurrence) !== scope) continue;
      if (occurrence.kind === 'use') sink(occurrence.node);
      else if (occurrence.kind === 'bind' && occurrence.binding === 'assignment') rebound(occurrence.node);
      else if (occurrence.kind === 'bind' && !same(occurrence.node, target) && occurrence.binding !== 'delete') {
        others.push({
          kind: 'named',
          how: `\`${name}\` is also bound by a ${occurrence.binding}`,
          line: line(occurrence.node),
        });
      }
    }
    if (scope.kind === 'module') escapes.push(...context.elsewhere('global', name));
  }

  function followAttribute(owner: string, attribute: string, body?: Scope): void {
    if (visited.has(`${owner}.${attribute}`)) return;
    const family = classes.family(owner);
    for (const member of family) visited.add(`${member}.${attribute}`);
    holder ??= `self.${attribute}`;
    if (body) {
      for (const occurrence of names.occurrences(attribute)) {
        if (names.resolve(attribute, occurrence) !== body) continue;
        if (occurrence.kind === 'bind') rebound(occurrence.node);
        else if (occurrence.kind === 'use') sink(occurrence.node);
      }
    }
    for (const node of attributesNamed(source, attribute)) {
      const receiver = node.childForFieldName('object');
      if (!receiver) continue;
      const certain = receiver.type === 'identifier' ? classOf(receiver) : undefined;
      if (certain && !family.has(certain)) continue;
      if (!certain) {
        leak(node, `reached as \`${clip(node.text)}\``, 'named');
        if (!onlyBoundBy(family, attribute)) continue;
      }
      const parent = node.parent;
      if (parent?.type === 'assignment' && isField(parent, 'left', node)) rebound(node);
      else sink(node);
    }
    const named = new RegExp(`(?<!__slots__.*)(['"])${attribute}\\1`).exec(source.text);
    if (named)
      escapes.push({ kind: 'named', how: `named in the string ${named[0]}`, line: source.lines.at(named.index).line });
    escapes.push(...context.elsewhere('attribute', attribute, family));
  }

  /** The class of the file that a receiver is, or is an instance of, as far as the text shows it. */
  function classOf(receiver: Node): string | undefined {
    const name = receiver.text;
    const own = classes.ofReceiver(name, receiver);
    if (own) return own;
    if (classes.names.has(name)) return name;
    const scope = names.resolveAt(name, receiver);
    if (!scope) return undefined;
    const bound = names.bindings(name, scope);
    const assignment = bound.length === 1 ? bound[0]?.node.parent : undefined;
    if (assignment?.type !== 'assignment') return undefined;
    const made = assignment.childForFieldName('right');
    const callee = made?.type === 'call' ? made.childForFieldName('function')?.text : undefined;
    return callee && classes.names.has(callee) ? callee : undefined;
  }

  function onlyBoundBy(family: ReadonlySet<string>, attribute: string): boolean {
    return attributesNamed(source, attribute).every((node) => {
      if (node.parent?.type !== 'assignment' || !isField(node.parent, 'left', node)) return true;
      const receiver = node.childForFieldName('object');
      const owner = receiver?.type === 'identifier' ? classOf(receiver) : undefined;
      return owner !== undefined && family.has(owner);
    });
  }

  sink(from);
  const constructions = members.map((member) => ({
    span: member.span,
    call: member.call,
    atImport: member.atImport,
  }));
  return { constructions, uses: inOrder(uses), escapes, others, holder, members };
}

function inOrder(uses: readonly ValueUse[]): ValueUse[] {
  return [...uses].sort((a, b) => a.span.start - b.span.start);
}

function clip(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
