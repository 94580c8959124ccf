// The places of a file that replace an attribute by its name while tests run: mock.patch and its kin, with a dotted string
// or with an object and the attribute's name. Reads the tree, so prose in strings is none; resolves nothing.
import { readCall } from '../python/calls.ts';
import type { Node } from '../python/source.ts';
import { ancestor, isField, same, spanOf } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';
import type { FileModel } from './model.ts';

/** One place that replaces something. */
export interface PatchSite {
  readonly kind: 'string' | 'object';
  /** The string's content with its quotes, or the expression of the object. */
  readonly span: Span;
  /** The quotes and prefix around a string: `'` and `'`. */
  readonly quotes: readonly [string, string];
  /** The dotted target up to what is replaced: all of the string, or the object's expression. */
  readonly path: readonly string[];
  /** The attributes that are replaced, where they are named apart. */
  readonly attributes: readonly { readonly name: string; readonly span: Span | undefined }[];
  /** The object's first name. */
  readonly base: Node | undefined;
  /** How it is written, for messages. */
  readonly text: string;
  readonly callee: string;
}

const STRING_PATCHERS = /(?:^|[._])(?:\w*patch\w*|stub_?out\w*|setattr|\w*MonkeyPatch\w*|MockPatch\w*|multiple)$/i;
const OBJECT_PATCHERS =
  /(?:^|[._])(?:patch\.object|patch\.multiple|\w*patch_?object\w*|setattr|stub_?out\w*|MockPatchObject|\w*MonkeyPatch\w*|Set|spy)$/i;

/** Finds the sites of a file whose target names one of `words`. */
export function patchSites(model: FileModel, words: ReadonlySet<string>): PatchSite[] {
  return [...stringSites(model, words), ...objectSites(model, words)];
}

function stringSites(model: FileModel, words: ReadonlySet<string>): PatchSite[] {
  const { source } = model;
  const found: PatchSite[] = [];
  const seen = new Set<number>();
  const pattern = /(?<![\w'"])[rbuRBU]?(['"])[\w.]*\1/g;
  for (const match of source.text.matchAll(pattern)) {
    if (!match[0].split(/\W+/).some((word) => words.has(word))) continue;
    const literal = ancestor(source.root.descendantForIndex(match.index + match[0].length - 1), STRINGS);
    const node = literal?.parent?.type === 'concatenated_string' ? literal.parent : literal;
    if (!node || seen.has(node.id)) continue;
    seen.add(node.id);
    const content = contentOf(node);
    const callee = content === undefined ? undefined : targetOf(model, node);
    if (content === undefined || callee === undefined) continue;
    const path = content.split('.');
    const keywords = /\bmultiple$/.test(callee) ? keywordsAfter(node) : [];
    if (path.length < 2 && keywords.length === 0) continue;
    const quote = /^\w*(['"])/.exec(node.text)?.[1] ?? "'";
    found.push({
      kind: 'string',
      span: spanOf(node),
      quotes: [quote, quote],
      path,
      attributes: keywords,
      base: undefined,
      text: content,
      callee,
    });
  }
  return found;
}

const STRINGS = new Set(['string']);

/** The text of a plain string, or of several side by side; undefined where something is formatted into it. */
function contentOf(node: Node): string | undefined {
  const parts = node.type === 'concatenated_string' ? node.namedChildren : [node];
  let content = '';
  for (const part of parts) {
    const plain = /^[rbuRBU]?(['"])([\w.]*)\1$/.exec(part.text);
    if (!plain) return undefined;
    content += plain[2];
  }
  return content;
}

/** The callee of which a string is the target: directly, or by a name that is only used so. */
function targetOf(model: FileModel, node: Node): string | undefined {
  const callee = patcherOf(node, STRING_PATCHERS);
  if (callee) return callee;
  const assignment = node.parent;
  const name = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (name?.type !== 'identifier' || !assignment || !isField(assignment, 'right', node)) return undefined;
  const scope = model.names.resolveAt(name.text, name);
  if (!scope || model.names.bindings(name.text, scope).length !== 1) return undefined;
  const uses = model.names
    .occurrences(name.text)
    .filter((each) => each.kind === 'use' && model.names.resolve(name.text, each) === scope)
    .map((each) => patcherOf(each.node, STRING_PATCHERS));
  return uses.length > 0 && uses.every((each) => each !== undefined) ? uses[0] : undefined;
}

/** The callee where a node is the first argument, or the `target=`, of a call that replaces things. */
function patcherOf(node: Node, patchers: RegExp): string | undefined {
  const keyword = node.parent?.type === 'keyword_argument' ? node.parent : undefined;
  if (keyword && keyword.childForFieldName('name')?.text !== 'target') return undefined;
  const list = (keyword ?? node).parent;
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  if (call?.type !== 'call') return undefined;
  const first = list?.namedChildren.find((child) => child.type !== 'comment');
  if (!keyword && !same(first, node)) return undefined;
  const callee = call.childForFieldName('function')?.text.replace(/\s/g, '') ?? '';
  return patchers.test(callee) ? callee : undefined;
}

/** The keyword arguments after the target of `patch.multiple`. */
function keywordsAfter(node: Node): PatchSite['attributes'] {
  const call = node.parent?.parent;
  const given = call ? (readCall(call)?.arguments ?? []) : [];
  return given.flatMap(({ name }) => (name ? [{ name, span: undefined }] : []));
}

function objectSites(model: FileModel, words: ReadonlySet<string>): PatchSite[] {
  const { source } = model;
  const found: PatchSite[] = [];
  const pattern = /\(\s*([A-Za-z_][\w.]*)\s*,(?:\s*(['"])(\w+)\2|(?=\s*\w+\s*=))/g;
  for (const match of source.text.matchAll(pattern)) {
    const expression = match[1] ?? '';
    if (![...expression.split('.'), match[3] ?? ''].some((word) => words.has(word))) continue;
    const start = match.index + match[0].indexOf(expression);
    const base = source.root.descendantForIndex(start, start + 1);
    const end = start + expression.length;
    const list = ancestor(base, LISTS);
    const call = list?.parent?.type === 'call' ? list.parent : undefined;
    const read = call && readCall(call);
    const [object, attribute] = read?.arguments ?? [];
    if (!read || !OBJECT_PATCHERS.test(read.calleeText) || object?.span.start !== start || object.span.end !== end)
      continue;
    const named =
      attribute?.value.kind === 'string' && attribute.name === undefined
        ? [{ name: attribute.value.text.slice(1, -1), span: attribute.span }]
        : keywordsAfter(base);
    if (named.length === 0) continue;
    found.push({
      kind: 'object',
      span: object.span,
      quotes: ['', ''],
      path: expression.split('.'),
      attributes: named,
      base,
      text: `${read.calleeText}(${expression}, ${named.map(({ name }) => `'${name}'`).join(', ')})`,
      callee: read.calleeText,
    });
  }
  return found;
}

const LISTS = new Set(['argument_list']);
