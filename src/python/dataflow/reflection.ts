// How a file reaches an attribute of an object without writing `.attribute`: by a string, by a name that is put together
// while it runs, by a pattern, or by all attributes at once. Says where, and leaves what is done there to a person.

import type { Node } from '../source.ts';
import { ancestor, clip, identifiers, isField, same, statementOf } from '../syntax.ts';
import { offsetsOf } from '../word-offsets.ts';
import { argumentsIn } from './call-sites.ts';
import { type BuiltName, builtName } from './computed-names.ts';
import { callBy, isOneOf, lastName, type ReadFile } from './infer-class.ts';
import type { Escape } from './value.ts';

/** A place that reaches an attribute. */
export interface IndirectUse {
  readonly kind: Escape['kind'];
  readonly how: string;
  readonly node: Node;
}

/** Which attribute of whose instances. */
export interface Wanted {
  readonly attribute: string;
  /** The last names of the classes. */
  readonly family: ReadonlySet<string>;
  /** Whether the file is the one that defines them: there any string that is the attribute's name counts. */
  readonly own: boolean;
}

/** What takes an object and the name of an attribute, which may be put together. */
export const GETTERS = ['getattr', 'setattr', 'delattr'];
/** All that takes them. Whether there is such an attribute does not change, and a mock takes the place of the whole. */
const ACCESSORS = [...GETTERS, 'hasattr', 'patch_object', 'object', 'MockPatchObject'];
/** What takes the name alone. */
export const BY_NAME = ['attrgetter', '__getattribute__', '__getattr__', '__setattr__', '__delattr__'];
/** What gives all attributes. */
const WHOLES = ['vars', 'getmembers'];

/** Every place of a file that reaches the attribute so. */
export function reachedByName(file: ReadFile, wanted: Wanted): IndirectUse[] {
  const found = [...strings(file, wanted), ...patterns(file, wanted), ...built(file, wanted), ...wholes(file, wanted)];
  return found.sort((a, b) => a.node.startIndex - b.node.startIndex);
}

/** Strings that are the name of the attribute, perhaps mangled. */
function strings(file: ReadFile, { attribute, own }: Wanted): IndirectUse[] {
  const { source } = file;
  const found: IndirectUse[] = [];
  for (const at of attribute.startsWith('__') ? anywhere(source.text, attribute) : offsetsOf(source, attribute)) {
    const content = source.root.descendantForIndex(at, at + attribute.length);
    const string = content.type === 'string_content' ? content.parent : undefined;
    if (string?.type !== 'string' || found.some(({ node }) => same(node, string))) continue;
    const reaching = accessOf(string);
    const named = reaching === 'dotted' ? content.text.split('.') : [content.text];
    if (!named.some((name) => spells(name, attribute))) continue;
    if (isSlots(string) || (reaching === undefined && !own)) continue;
    found.push({ kind: 'named', how: `named in the string ${clip(string.text)}`, node: string });
  }
  return found;
}

/** Every place of a text: mangled, a name is part of a word. */
function anywhere(text: string, part: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

function spells(name: string, attribute: string): boolean {
  if (name === attribute) return true;
  return attribute.startsWith('__') && /^_[A-Za-z]/.test(name) && name.endsWith(attribute);
}

function isSlots(string: Node): boolean {
  const statement = statementOf(string);
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return assignment?.childForFieldName('left')?.text === '__slots__';
}

/** How a string stands for an attribute; undefined where it is any string. */
function accessOf(string: Node): 'plain' | 'dotted' | undefined {
  const parent = string.parent;
  if (parent?.type === 'subscript') return isAttributes(parent.childForFieldName('value')) ? 'plain' : undefined;
  const call = parent?.type === 'argument_list' ? parent.parent : undefined;
  if (call?.type !== 'call') return undefined;
  const callee = lastName(call.childForFieldName('function')) ?? '';
  if (callee === 'attrgetter') return 'dotted';
  if (BY_NAME.includes(callee)) return 'plain';
  return ACCESSORS.includes(callee) && same(argumentsIn(parent ?? call).positional[1], string) ? 'plain' : undefined;
}

/** Whether an expression is the attributes of an object: `x.__dict__`, `vars(x)`. */
function isAttributes(node: Node | null): boolean {
  if (node?.type === 'attribute') return node.childForFieldName('attribute')?.text === '__dict__';
  return node?.type === 'call' && /^(vars|globals|locals)$/.test(node.childForFieldName('function')?.text ?? '');
}

/** What gives code in a function its local names: `locals()`, `vars()` without an argument, and code in strings. */
export function reachesLocals(scope: Node, file: ReadFile): string | undefined {
  return ['locals', 'eval', 'exec', 'vars'].find((name) =>
    callsOf(file, name).some(
      (call) =>
        call.childForFieldName('function')?.type === 'identifier' &&
        scope.startIndex <= call.startIndex &&
        call.endIndex <= scope.endIndex &&
        (name !== 'vars' || call.childForFieldName('arguments')?.namedChildCount === 0),
    ),
  );
}

/** `case Class(attribute=x)`. */
function patterns({ source, classes }: ReadFile, { attribute, family }: Wanted): IndirectUse[] {
  if (offsetsOf(source, 'case').length === 0) return [];
  return identifiers(source, attribute).flatMap((name): IndirectUse[] => {
    const keyword = name.parent;
    if (keyword?.type !== 'keyword_pattern' || !same(keyword.firstNamedChild, name)) return [];
    const pattern = ancestor(keyword, CLASS_PATTERNS);
    const tested = pattern?.firstNamedChild?.namedChildren.at(-1)?.text ?? '';
    if (!pattern || (classes.names.has(tested) && !family.has(tested))) return [];
    return [{ kind: 'leaves', how: `taken out by the pattern \`${clip(pattern.text)}\``, node: pattern }];
  });
}

const CLASS_PATTERNS = new Set(['class_pattern']);

/** Names that are put together while the program runs. */
function built(file: ReadFile, { attribute, family }: Wanted): IndirectUse[] {
  const found: IndirectUse[] = [];
  const say = (node: Node, object: Node | null | undefined, name: Node | undefined): void => {
    const spelled = name && builtName(name, file.names);
    if (!spelled || spelled.literal || !mayReach(spelled, attribute)) return;
    const holder = isOneOf(object, family, file);
    if (holder === false || (holder === undefined && spelled.known < LEAST_KNOWN)) return;
    found.push({ kind: 'named', how: `perhaps reached by \`${clip(node.text)}\``, node });
  };
  for (const accessor of [...GETTERS, ...BY_NAME]) {
    for (const call of callsOf(file, accessor)) {
      // What is called at once is a method.
      if (same(call.parent?.childForFieldName('function'), call)) continue;
      const { positional } = argumentsIn(call.childForFieldName('arguments') ?? call);
      const callee = call.childForFieldName('function');
      if (GETTERS.includes(accessor)) say(call, positional[0], positional[1]);
      else say(call, callee?.childForFieldName('object'), positional[0]);
    }
  }
  for (const name of identifiers(file.source, '__dict__')) {
    const subscript = name.parent?.parent;
    if (subscript?.type === 'subscript' && isField(subscript, 'value', name.parent ?? name))
      say(subscript, name.parent?.childForFieldName('object'), subscript.childForFieldName('subscript') ?? undefined);
  }
  return found;
}

/** Of an object that is not known, only a name that is largely written down speaks. */
const LEAST_KNOWN = 3;

/** Whether a name may be the attribute's, or its mangled form. */
function mayReach(name: BuiltName, attribute: string): boolean {
  return name.mayBe(attribute) || (attribute.startsWith('__') && name.mayBe(`_C${attribute}`));
}

/** All attributes at once: `vars(self)`, `self.__dict__`. */
function wholes(file: ReadFile, { family }: Wanted): IndirectUse[] {
  const taken = WHOLES.flatMap((name) =>
    callsOf(file, name).map((call) => ({
      whole: call,
      object: argumentsIn(call.childForFieldName('arguments') ?? call).positional[0],
    })),
  );
  for (const name of identifiers(file.source, '__dict__')) {
    const whole = name.parent;
    const object = whole?.type === 'attribute' ? whole.childForFieldName('object') : null;
    if (whole && object) taken.push({ whole, object });
  }
  return taken.flatMap(({ whole, object }): IndirectUse[] => {
    const subscript = whole.parent?.type === 'subscript' && isField(whole.parent, 'value', whole);
    if (subscript || isOneOf(object, family, file) !== true) return [];
    return [{ kind: 'named', how: `among all attributes in \`${clip(whole.text)}\``, node: whole }];
  });
}

/** The calls whose function has a last name. */
export function callsOf({ source }: ReadFile, name: string): Node[] {
  return identifiers(source, name).flatMap((node) => callBy(node) ?? []);
}
