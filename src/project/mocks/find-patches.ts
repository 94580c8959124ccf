// The places of a file that replace something by its name while tests run: mock.patch and its kin, with a text or with an
// object and the attribute's name. Reads the tree, so prose in strings is none; resolves nothing beyond constants.
import { type Call, readCall } from '../../python/calls.ts';
import { readTexts } from '../../python/dataflow/constant-strings.ts';
import { meantBy, type Text, type TextContext } from '../../python/dataflow/constant-values.ts';
import type { Node } from '../../python/source.ts';
import { ancestor, clip, isField, same, spanOf } from '../../python/syntax.ts';
import type { Span } from '../../text/edits.ts';
import type { FileModel } from '../analyzed-file.ts';
import { dictionarySites, storeSites } from './find-dict-patches.ts';

/** A dotted target that a site may have. */
export interface SiteTarget {
  /** All of it up to what is replaced: the whole text, or the object's expression. */
  readonly path: readonly string[];
  /** The first name of an object's expression. */
  readonly base: Node | undefined;
  /** Whether the module before the path is not known. */
  readonly open: boolean;
}

/** One place that replaces something. */
export interface PatchSite {
  readonly kind: 'string' | 'object';
  /** The expression of the text, or of the object. */
  readonly span: Span;
  /** The quotes around a string, or around the attribute's name. */
  readonly quotes: readonly [string, string];
  /** One where it is known; several where it is chosen while the test runs. */
  readonly targets: readonly SiteTarget[];
  /** The attributes that are replaced, where they are named apart; undefined where they are, but it is not seen which. */
  readonly attributes: readonly Attribute[] | undefined;
  /** The text in its parts, where it is no plain string. */
  readonly parts?: Text | undefined;
  /** What follows the module in a text that names its dictionary. */
  readonly suffix?: string;
  /** Whether a module of the library is replaced for those who import it from then on. */
  readonly loads?: boolean;
  /** Whether it needs no name to be there before. */
  readonly creates?: boolean;
  /** Why a person must change it. */
  readonly fixed?: string | undefined;
  /** How it is written, for messages. */
  readonly text: string;
}

/** An attribute that is named apart from its object, and where it is written. */
export interface Attribute {
  readonly name: string;
  readonly span: Span | undefined;
}

/** What replaces the object that a dotted string names, by the last words of the callee. */
const STRING_PATCHERS =
  /(?:^|\.)(?:_?(?:mock|start|do|make|set_?up|create|add)?_?patch|stub_?out|setattr|[mM]onkey_?[pP]atch|MockPatch|MockPatchMultiple|patch\.multiple)$/;
/** What replaces an attribute of an object. */
const OBJECT_PATCHERS =
  /(?:^|\.)(?:patch\.object|patch\.multiple|_?(?:mock_?)?patch_?object|setattr|stub_?out|MockPatchObject|[mM]onkey_?[pP]atch|Set|spy)$/;
/** The last word of a callee that may be one of those, or replaces what a dictionary holds. */
const LAST_WORDS =
  'patch|stub_?out|setattr|[mM]onkey_?[pP]atch|MockPatch|MockPatchMultiple|multiple|object|MockPatchObject|Set|spy|dict|setitem|update|setdefault';

const CHOSEN = 'What it replaces is chosen while the test runs.';

/** Finds the sites of a file whose target names one of `words`. */
export function patchSites(model: FileModel, context: TextContext, words: ReadonlySet<string>): PatchSite[] {
  const { source } = model;
  const found: PatchSite[] = [];
  const seen = new Set<number>();
  const add = (sites: readonly PatchSite[]) => {
    for (const site of sites) {
      if (seen.has(site.span.start) || !isWanted(site, words)) continue;
      seen.add(site.span.start);
      found.push(site);
    }
  };
  for (const match of source.text.matchAll(callees(model))) {
    const list = source.root.descendantForIndex(match.index + match[0].length - 1).parent;
    const node = list?.type === 'argument_list' ? list.parent : undefined;
    const call = node?.type === 'call' && list ? readCall(node) : undefined;
    if (!call || !list) continue;
    const callee = calleeOf(model, node?.childForFieldName('function') ?? list);
    const given = list.namedChildren.filter((child) => child.type !== 'comment');
    add(
      stringSites(model, context, callee, given) ??
        (OBJECT_PATCHERS.test(callee) ? objectSites(context, callee, call, given) : undefined) ??
        dictionarySites(context, callee, given),
    );
  }
  add(storeSites(model, context, words));
  return found.sort((a, b) => a.span.start - b.span.start);
}

function isWanted({ targets, attributes, loads }: PatchSite, words: ReadonlySet<string>): boolean {
  if (loads || attributes === undefined) return true;
  return (
    targets.some(({ path }) => path.some((word) => words.has(word))) || attributes.some(({ name }) => words.has(name))
  );
}

/** How a callee that replaces things is written, as far as a text shows it. */
function callees({ statements, source }: FileModel): RegExp {
  const imported = statements
    .flatMap((statement) => statement.names)
    .filter(({ target, local }) => target !== local && STRING_PATCHERS.test(target))
    .map(({ local }) => local);
  const assigned = [...source.text.matchAll(/^[ \t]*(\w+) = [\w.]*(?:patch|setattr)(?:\.\w+)?$/gm)].map(
    (match) => match[1] ?? '',
  );
  const names = [LAST_WORDS, ...new Set([...imported, ...assigned])].join('|');
  return new RegExp(`(?:${names})[ \\t]*\\(`, 'g');
}

/** A callee under the name that it was imported or assigned by: `p` of `from unittest.mock import patch as p`. */
function calleeOf({ statements, names }: FileModel, node: Node): string {
  const text = node.text.replace(/\s/g, '');
  const [first = '', ...rest] = text.split('.');
  const imported = statements.flatMap((statement) => statement.names).find((name) => name.local === first);
  if (imported) return [imported.target, ...rest].join('.');
  const scope = node.type === 'identifier' ? names.resolveAt(first, node) : undefined;
  const [only, ...more] = scope ? names.bindings(first, scope) : [];
  const given = only && more.length === 0 && only.node.parent?.type === 'assignment' ? only.node.parent : undefined;
  const right = given?.childForFieldName('right');
  return right?.type === 'attribute' ? right.text.replace(/\s/g, '') : text;
}

/** The text that is the target: the first argument, or `target=`. */
function stringSites(
  model: FileModel,
  context: TextContext,
  callee: string,
  given: readonly Node[],
): readonly PatchSite[] | undefined {
  if (!STRING_PATCHERS.test(callee)) return undefined;
  const target = given.find((each) => each.childForFieldName('name')?.text === 'target')?.childForFieldName('value');
  const first = target ?? given[0];
  if (!first || /^(keyword_argument|list_splat|dictionary_splat)$/.test(first.type)) return undefined;
  const node = literalOf(model, first) ?? first;
  const texts = readTexts(node, context).filter((text) => text.some((part) => part.text !== undefined));
  const attributes = /\bmultiple$/i.test(callee) ? keywordsOf(context, given) : [];
  const targets = texts.flatMap((text) => targetOf(text));
  if (targets.length === 0 || (attributes?.length === 0 && targets.every(({ path, open }) => path.length < 2 && !open)))
    return undefined;
  return [textSite(node, texts, targets, attributes)];
}

/** The target that a text spells; none where it is no dotted name. */
function targetOf(text: Text): SiteTarget[] {
  const open = text[0]?.text === undefined;
  const known = (open ? text.slice(1) : text).map((part) => part.text ?? '\0').join('');
  if (!/^[\w.]+$/.test(known) || (open && !known.startsWith('.'))) return [];
  return [{ path: (open ? known.slice(1) : known).split('.'), base: undefined, open }];
}

/** The site of a text. */
export function textSite(
  node: Node,
  texts: readonly Text[],
  targets: readonly SiteTarget[],
  attributes: PatchSite['attributes'],
): PatchSite {
  const plain = /^(concatenated_)?string$/.test(node.type) && !/^[rR]?[fF][rR]?['"]/.test(node.text);
  const quote = /^\w*(['"])/.exec(node.text)?.[1] ?? "'";
  const text = targets.map(({ path, open }) => `${open ? '….' : ''}${path.join('.')}`).join(', ');
  return {
    kind: 'string',
    span: spanOf(node),
    quotes: plain ? [quote, quote] : ['', ''],
    targets,
    attributes,
    parts: plain ? undefined : texts[0],
    fixed: texts.length > 1 || targets.some(({ open }) => open) ? CHOSEN : undefined,
    text: clip(text),
  };
}

/** The literal that a name stands for which is only used as a target. */
function literalOf(model: FileModel, name: Node): Node | undefined {
  const scope = name.type === 'identifier' ? model.names.resolveAt(name.text, name) : undefined;
  const [only, ...more] = scope ? model.names.bindings(name.text, scope) : [];
  const assignment = only?.node.parent;
  if (!only || more.length > 0 || assignment?.type !== 'assignment' || !isField(assignment, 'left', only.node))
    return undefined;
  const right = assignment.childForFieldName('right');
  const uses = model.names
    .occurrences(name.text)
    .filter((each) => each.kind === 'use' && model.names.resolve(name.text, each) === scope);
  const targets = uses.every(({ node }) => isTarget(model, node));
  return right && targets && /^(concatenated_)?string$/.test(right.type) ? right : undefined;
}

/** Whether a node is the first argument, or the `target=`, of a call that replaces what a text names. */
function isTarget(model: FileModel, node: Node): boolean {
  const keyword = node.parent?.type === 'keyword_argument' ? node.parent : undefined;
  if (keyword && keyword.childForFieldName('name')?.text !== 'target') return false;
  const list = ancestor(node, LISTS);
  const callee = list?.parent?.type === 'call' ? list.parent.childForFieldName('function') : undefined;
  const first = list?.namedChildren.find((child) => child.type !== 'comment');
  return (
    callee != null && (keyword !== undefined || same(first, node)) && STRING_PATCHERS.test(calleeOf(model, callee))
  );
}

const LISTS = new Set(['argument_list']);

/** The names that keyword arguments, and dictionaries that are spread, give; undefined where it is not seen which. */
export function keywordsOf(context: TextContext, given: readonly Node[]): PatchSite['attributes'] {
  const found: Attribute[] = [];
  for (const each of given) {
    const name = each.type === 'keyword_argument' ? each.childForFieldName('name') : null;
    if (name) found.push({ name: name.text, span: undefined });
    if (each.type !== 'dictionary_splat') continue;
    const keys = each.firstNamedChild && keysOf(context, each.firstNamedChild);
    if (!keys) return undefined;
    found.push(...keys);
  }
  return found;
}

/** The names that a dictionary has as keys; undefined where it is not seen which. */
export function keysOf(context: TextContext, node: Node): readonly Attribute[] | undefined {
  const [meant] = node.type === 'identifier' ? meantBy(node, context).nodes : [node];
  if (meant?.type === 'call' && meant.childForFieldName('function')?.text === 'dict')
    return keywordsOf(context, meant.childForFieldName('arguments')?.namedChildren ?? [])?.slice();
  if (meant?.type !== 'dictionary') return undefined;
  const keys: Attribute[] = [];
  for (const pair of meant.namedChildren) {
    const key = pair.childForFieldName('key');
    const [text, ...more] = key ? readTexts(key, context) : [];
    const name = text?.map((part) => part.text ?? '\0').join('') ?? '\0';
    if (!key || more.length > 0 || !/^[\w.]+$/.test(name)) return undefined;
    keys.push({ name, span: key.type === 'string' ? spanOf(key) : undefined });
  }
  return keys;
}

function objectSites(
  context: TextContext,
  callee: string,
  call: Call,
  given: readonly Node[],
): readonly PatchSite[] | undefined {
  const [object, attribute] = given;
  const targets = object ? objectsOf(object, context) : [];
  if (!object || targets.length === 0) return undefined;
  const several = /\bmultiple$/.test(callee);
  const texts = several || !attribute || attribute.type === 'keyword_argument' ? [] : readTexts(attribute, context);
  const names = texts.map((text) => text.map((part) => part.text ?? '\0').join(''));
  const plain = attribute?.type === 'string' ? spanOf(attribute) : undefined;
  const attributes = several
    ? keywordsOf(context, given.slice(1))
    : names.some((name) => !/^\w+$/.test(name))
      ? undefined
      : names.map((name) => ({ name, span: plain }));
  if (attributes?.length === 0) return undefined;
  const quote = plain ? (/['"]/.exec(attribute?.text ?? '')?.[0] ?? "'") : "'";
  const written = object.text.replace(/\s/g, '');
  const what = attributes ? attributes.map(({ name }) => `'${name}'`).join(', ') : (attribute?.text ?? '');
  const chosen = names.length > 1 || targets.length > 1 || attributes === undefined;
  return [
    {
      kind: 'object',
      span: spanOf(object),
      quotes: [quote, quote],
      targets,
      attributes,
      fixed: chosen ? CHOSEN : undefined,
      text: clip(`${call.calleeText}(${written}, ${what})`),
    },
  ];
}

/** What an expression may name: a chain of attributes, through names that stand for one. */
export function objectsOf(node: Node, context: TextContext, depth = 0): readonly SiteTarget[] {
  if (depth > 4 || !/^(identifier|attribute)$/.test(node.type)) return [];
  let base = node;
  const rest: string[] = [];
  while (base.type === 'attribute') {
    rest.unshift(base.childForFieldName('attribute')?.text ?? '');
    base = base.childForFieldName('object') ?? base.child(0) ?? base;
  }
  if (base.type !== 'identifier') return [];
  // What a method is called on is no name for anything else, and stands in a test file thousands of times.
  const own = /^(self|cls)$/.test(base.text);
  const meant = (own ? [] : meantBy(base, context).nodes).flatMap((each) => objectsOf(each, context, depth + 1));
  if (meant.length > 0) return meant.map((each) => ({ ...each, path: [...each.path, ...rest] }));
  return [{ path: [base.text, ...rest], base, open: false }];
}
