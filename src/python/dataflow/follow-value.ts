// Value flow: from the place where an object is made to every use of it that this file shows, and where it escapes.
// Follows names, attributes of `self`, arguments and results of the file's own functions, and lists and dicts where that is
// asked for; what goes into another call or container escapes.

import type { FoundReference } from '../references.ts';
import type { Names, Scope } from '../scopes.ts';
import type { Node, SourceFile } from '../source.ts';
import { attributesNamed, clip, isField, same, statementOf } from '../syntax.ts';
import { type LocalFunction, readFunctions } from './call-sites.ts';
import type { Classes } from './classes.ts';
import { copiesItself, deepCopies } from './deep-copies.ts';
import { followCollections, type Subject } from './follow-collection.ts';
import { classOf, onlyBoundBy, type ReadFile } from './infer-class.ts';
import { type Fixture, fixtureAround, fixtureParameters } from './pytest-fixtures.ts';
import { type IndirectUse, reachedByName, reachesLocals } from './reflection.ts';
import { readUses } from './use-site.ts';
import type { ElsewhereUse, Escape, HandlerPlace, Held, Value, ValueUse } from './value.ts';
import { type DirectUse, lookedAt, readDestination } from './value-destination.ts';

/** What following needs to know beyond the syntax. */
export interface FlowContext {
  readonly source: SourceFile;
  readonly names: Names;
  readonly classes: Classes;
  /** The reference whose call a node is, where it makes the same kind of object. */
  construction(call: Node): FoundReference | undefined;
  /** Functions of the library that run an argument: its position, by their last names. */
  readonly runs: ReadonlyMap<string, number>;
  /** Uses of a name of this file in other files: of an attribute, or of a global. */
  elsewhere(kind: 'attribute' | 'global', name: string, owners?: Iterable<string>): readonly Escape[];
  /**
   * Where other files reach an attribute of a family of classes, or without one a global, by another way than its name;
   * and where they copy its holder, if that matters.
   */
  outOfSight(name: string, family: ReadonlySet<string> | undefined, copies: boolean): readonly Escape[];
  /** What other files do with an object that is held so. */
  usedElsewhere(held: Held): readonly ElsewhereUse[];
  /** Whether code may run while modules are loaded, whoever calls it. */
  mayRunAtImport(node: Node): boolean;
  /** Whether to go on into lists and dicts. */
  readonly collections: boolean;
  /** What takes an exception that a place raises, here or in a caller that is seen. */
  handlersOf(node: Node): readonly HandlerPlace[];
}

/** Follows a value from the node that makes it. `references` receives every construction that joins it. */
export function followValue(
  start: FoundReference,
  from: Node,
  context: FlowContext,
): Value & { readonly members: FoundReference[] } {
  const { source, names, classes } = context;
  const file: ReadFile = { source, names, classes };
  const members = [start];
  const uses: ValueUse[] = [];
  const escapes: Escape[] = [];
  const others: Escape[] = [];
  const elsewhere: ElsewhereUse[] = [];
  const visited = new Set<string>();
  const sunk = new Set<number>();
  let holder: string | undefined;
  /** Checks that are made when all names of the value are known. */
  const later: (() => void)[] = [];
  const functions = readFunctions(
    source,
    names,
    classes,
    (of) =>
      context.elsewhere(of.owner ? 'attribute' : 'global', of.name, of.owner ? classes.family(of.owner) : []).length >
      0,
    context.runs,
  );
  const line = (node: Node) => source.lines.at(node.startIndex).line;
  const leak = (node: Node, how: string, kind: Escape['kind'] = 'leaves'): void =>
    void escapes.push({ kind, how, line: line(node) });

  const read = readUses(source, functions, context.handlersOf, () =>
    members.map((member) => member.callNode ?? member.node),
  );

  const seen = (value: Node, use: DirectUse): ValueUse => ({ ...read(value, use), through: collections.through() });
  const collections = followCollections({
    sink,
    bind: (target, subject) => bind(target, subject),
    asked: (value) => void uses.push(seen(value, lookedAt(value))),
    joins: (value) => value.type === 'call' && join(value),
    other: (value, how) =>
      void later.push(() => {
        if (!sunk.has(value.id) && value.type !== 'none') others.push({ kind: 'named', how, line: line(value) });
      }),
    leak,
    line,
  });
  const own: Subject = {
    sink,
    rebound,
    alsoBound: (node, how) => void others.push({ kind: 'named', how, line: line(node) }),
  };

  function sink(value: Node): void {
    if (sunk.has(value.id)) return;
    sunk.add(value.id);
    if (context.collections && collections.takes(value)) return;
    const found = readDestination(value);
    switch (found.kind) {
      case 'nothing':
        return;
      case 'use':
        uses.push(seen(value, found.use));
        return;
      case 'leak':
        return leak(value, found.how);
      case 'through':
        if (found.other) others.push({ kind: 'named', how: found.other, line: line(found.node) });
        for (const target of found.targets) bind(target);
        return sink(found.node);
      case 'bound':
        if (found.other) others.push({ kind: 'named', how: found.other, line: line(value) });
        for (const target of found.targets) bind(target);
        return;
      case 'passed': {
        const received = functions.receiverOf(found.node);
        if (received) return followParameter(received.to, received.parameter);
        if (found.use) uses.push(seen(value, found.use));
        else leak(value, found.how);
        return;
      }
      case 'returned':
        return returned(found.node, found.how);
    }
  }

  /** The value goes on under the name of a parameter; others that callers pass there are not this value. */
  function followParameter(to: LocalFunction, parameter: Node): void {
    followName(parameter);
    later.push(() => {
      const { sites, complete } = functions.callSites(to);
      const strange = sites.find((site) => !holds(functions.argumentFor(to, site, parameter.text)));
      if (complete && !strange) return;
      others.push({
        kind: 'named',
        how: `\`${to.name}()\` may be passed another \`${parameter.text}\``,
        line: line(parameter),
      });
    });
  }

  /** The value is what calls of the function around it give. */
  function returned(node: Node, how: string): void {
    const fixture = fixtureAround(node, source);
    if (fixture) return followFixture(fixture);
    const from = functions.around(node);
    const calls = from && functions.callSites(from);
    if (!calls?.complete || calls.sites.length === 0 || calls.sites.some((site) => !site.call)) return leak(node, how);
    for (const site of calls.sites) if (site.call) sink(site.call);
  }

  /** The value is what tests get under the name of a fixture. */
  function followFixture({ name }: Fixture): void {
    for (const parameter of fixtureParameters(source, name)) followName(parameter);
    elsewhere.push(...context.usedElsewhere({ kind: 'fixture', name }));
  }

  /** Whether an expression can only give this value, or None. */
  function holds(expression: Node | undefined): boolean {
    if (!expression || expression.type === 'none') return true;
    if (expression.type === 'call') return members.some((member) => same(member.callNode, expression));
    if (expression.type === 'identifier') {
      const scope = names.resolveAt(expression.text, expression);
      return scope !== undefined && visited.has(`${scope.node.id} ${expression.text}`);
    }
    const receiver = expression.type === 'attribute' ? expression.childForFieldName('object') : null;
    const owner = receiver?.type === 'identifier' ? classOf(receiver, file) : undefined;
    return owner !== undefined && visited.has(`${owner}.${expression.childForFieldName('attribute')?.text}`);
  }

  function bind(target: Node | null, subject = own): void {
    if (target?.type === 'identifier') return followName(target, subject);
    if (target?.type === 'attribute') {
      const receiver = target.childForFieldName('object');
      const attribute = target.childForFieldName('attribute')?.text ?? '';
      const owner = receiver?.type === 'identifier' ? classOf(receiver, file) : undefined;
      if (owner) return followAttribute(owner, attribute, subject);
      return leak(target, `stored as \`${clip(target.text)}\``);
    }
    if (target) leak(target, `stored in \`${clip(target.text)}\``);
  }

  /** Takes a call in that makes the same kind of object. */
  function join(call: Node): boolean {
    const construction = context.construction(call);
    if (!construction) return false;
    if (!members.includes(construction)) members.push(construction);
    sunk.add(call.id);
    return true;
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
    if (right && ((right.type === 'call' && join(right)) || sunk.has(right.id))) return;
    const callee = right?.type === 'call' ? right.childForFieldName('function')?.text.split('.').at(-1) : undefined;
    others.push({
      kind: 'named',
      how: `\`${clip(statementOf(target).text)}\` assigns it another value`,
      line: line(target),
      ...(callee ? { callee } : {}),
    });
  }

  function followName(target: Node, subject = own): void {
    const name = target.text;
    const here = names.occurrenceAt(target);
    const scope = here && names.resolve(name, here);
    if (!scope) return leak(target, `bound to \`${name}\` in a way that is not followed`);
    if (scope.kind === 'class')
      return followAttribute(scope.node.childForFieldName('name')?.text ?? '', name, subject, scope);
    if (visited.has(`${scope.node.id} ${name}`)) return;
    visited.add(`${scope.node.id} ${name}`);
    if (subject === own) holder ??= name;
    for (const { node, kind, binding } of names.meaning(name, scope)) {
      if (kind === 'use') subject.sink(node);
      else if (kind === 'bind' && binding === 'assignment') subject.rebound(node);
      else if (kind === 'bind' && !same(node, target) && binding !== 'delete')
        subject.alsoBound(node, `\`${name}\` is also bound by a ${binding}`);
    }
    const reflected = scope.kind === 'function' ? reachesLocals(scope.node, file) : undefined;
    if (reflected) leak(target, `reachable through ${reflected}()`);
    if (scope.kind !== 'module') return;
    spot(reachedByName(file, { attribute: name, family: new Set(), own: false }));
    escapes.push(...context.outOfSight(name, undefined, false), ...context.elsewhere('global', name));
    if (subject === own) elsewhere.push(...context.usedElsewhere({ kind: 'global', name }));
  }

  /** Notes places that reach the value without naming it; one of each line says enough. */
  function spot(sightings: readonly IndirectUse[]): void {
    for (const { kind, how, node } of sightings) {
      const place = { kind, how, line: line(node) };
      if (!escapes.some((each) => each.line === place.line && each.how === how)) escapes.push(place);
    }
  }

  function followAttribute(owner: string, attribute: string, subject: Subject, body?: Scope): void {
    if (visited.has(`${owner}.${attribute}`)) return;
    const family = classes.family(owner);
    for (const member of family) visited.add(`${member}.${attribute}`);
    if (subject === own) holder ??= `self.${attribute}`;
    if (body) {
      for (const occurrence of names.meaning(attribute, body)) {
        if (occurrence.kind === 'bind') subject.rebound(occurrence.node);
        else if (occurrence.kind === 'use') subject.sink(occurrence.node);
      }
    }
    for (const node of attributesNamed(source, attribute)) {
      const receiver = node.childForFieldName('object');
      if (!receiver) continue;
      const certain = receiver.type === 'identifier' ? classOf(receiver, file) : undefined;
      if (certain && !family.has(certain)) continue;
      if (!certain) {
        leak(node, `reached as \`${clip(node.text)}\``, 'named');
        if (!onlyBoundBy(family, attribute, file)) continue;
      }
      const parent = node.parent;
      if (parent?.type === 'assignment' && isField(parent, 'left', node)) subject.rebound(node);
      else subject.sink(node);
    }
    const copies = !copiesItself(file, family);
    spot(reachedByName(file, { attribute, family, own: true }));
    if (copies) spot(deepCopies(file, family));
    escapes.push(...context.outOfSight(attribute, family, copies));
    escapes.push(...context.elsewhere('attribute', attribute, family));
    if (subject === own) elsewhere.push(...context.usedElsewhere({ kind: 'attribute', name: attribute, family }));
  }

  sink(from);
  for (const check of later) check();
  const constructions = members.map((member) => ({
    span: member.span,
    call: member.call,
    get atImport() {
      return member.atImport || context.mayRunAtImport(member.node);
    },
  }));
  const found = collections.found();
  return { constructions, uses: inOrder(uses), escapes, elsewhere, others, collections: found, holder, members };
}

function inOrder(uses: readonly ValueUse[]): ValueUse[] {
  return [...uses].sort((a, b) => a.span.start - b.span.start);
}
