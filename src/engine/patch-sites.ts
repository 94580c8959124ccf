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
  /** The quotes around a string, or around the attribute's name. */
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

/** What replaces the object that a dotted string names, by the last words of the callee. */
const STRING_PATCHERS =
  /(?:^|\.)(?:_?(?:mock|start|do|make|set_?up|create|add)?_?patch|stub_?out|setattr|[mM]onkey_?[pP]atch|MockPatch|MockPatchMultiple|patch\.multiple)$/;
/** What replaces an attribute of an object. */
const OBJECT_PATCHERS =
  /(?:^|\.)(?:patch\.object|patch\.multiple|_?(?:mock_?)?patch_?object|setattr|stub_?out|MockPatchObject|[mM]onkey_?[pP]atch|Set|spy)$/;

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
    const several = /\bmultiple\(\s*$/.test(source.text.slice(Math.max(0, match.index - 40), match.index));
    if (!several && !match[0].split(/\W+/).some((word) => words.has(word))) continue;
    const literal = ancestor(source.root.descendantForIndex(match.index + match[0].length - 1), STRINGS);
    const node = literal?.parent?.type === 'concatenated_string' ? literal.parent : literal;
    if (!node || seen.has(node.id)) continue;
    seen.add(node.id);
    const content = contentOf(node);
    const callee = content === undefined ? undefined : targetOf(model, node);
    if (content === undefined || callee === undefined) continue;
    const path = content.split('.');
    const keywords = /\bmultiple$/i.test(callee) ? keywordsOf(node.parent?.parent) : [];
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
  const callee = patcherOf(model, node, STRING_PATCHERS);
  if (callee) return callee;
  const assignment = node.parent;
  const name = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (name?.type !== 'identifier' || !assignment || !isField(assignment, 'right', node)) return undefined;
  const scope = model.names.occurrences(name.text).find((each) => same(each.node, name))?.scope;
  if (!scope || model.names.bindings(name.text, scope).length !== 1) return undefined;
  const uses = model.names
    .occurrences(name.text)
    .filter((each) => each.kind === 'use' && model.names.resolve(name.text, each) === scope)
    .map((each) => patcherOf(model, each.node, STRING_PATCHERS));
  return uses.length > 0 && uses.every((each) => each !== undefined) ? uses[0] : undefined;
}

/** The callee where a node is the first argument, or the `target=`, of a call that replaces things. */
function patcherOf(model: FileModel, node: Node, patchers: RegExp): string | undefined {
  const keyword = node.parent?.type === 'keyword_argument' ? node.parent : undefined;
  if (keyword && keyword.childForFieldName('name')?.text !== 'target') return undefined;
  const list = (keyword ?? node).parent;
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  if (call?.type !== 'call') return undefined;
  const first = list?.namedChildren.find((child) => child.type !== 'comment');
  if (!keyword && !same(first, node)) return undefined;
  const callee = calleeOf(model, call.childForFieldName('function')?.text ?? '');
  return patchers.test(callee) ? callee : undefined;
}

/** A callee under the name that it was imported by: `p` of `from unittest.mock import patch as p` is `unittest.mock.patch`. */
function calleeOf({ statements }: FileModel, text: string): string {
  const [first = '', ...rest] = text.replace(/\s/g, '').split('.');
  const imported = statements.flatMap((statement) => statement.names).find((name) => name.local === first);
  return [imported?.target ?? first, ...rest].join('.');
}

/** The keyword arguments of a call of `patch.multiple`. */
function keywordsOf(call: Node | null | undefined): PatchSite['attributes'] {
  const given = call ? (readCall(call)?.arguments ?? []) : [];
  return given.flatMap(({ name }) => (name ? [{ name, span: undefined }] : []));
}

function objectSites(model: FileModel, words: ReadonlySet<string>): PatchSite[] {
  const { source } = model;
  const found: PatchSite[] = [];
  const pattern = /\(\s*([A-Za-z_][\w.]*)\s*,(?:\s*(['"])(\w+)\2|(?=\s*\w+\s*=))/g;
  for (const match of source.text.matchAll(pattern)) {
    const expression = match[1] ?? '';
    const named = match[3] === undefined ? undefined : [...expression.split('.'), match[3]];
    if (named && !named.some((word) => words.has(word))) continue;
    const start = match.index + match[0].indexOf(expression);
    const base = source.root.descendantForIndex(start, start + 1);
    const end = start + expression.length;
    const list = ancestor(base, LISTS);
    const call = list?.parent?.type === 'call' ? list.parent : undefined;
    const read = call && readCall(call);
    const [object, attribute] = read?.arguments ?? [];
    const callee = read ? calleeOf(model, read.calleeText) : '';
    if (!read || !OBJECT_PATCHERS.test(callee) || object?.span.start !== start || object.span.end !== end) continue;
    const attributes =
      attribute?.value.kind === 'string' && attribute.name === undefined
        ? [{ name: attribute.value.text.slice(1, -1), span: attribute.span }]
        : /\bmultiple$/.test(callee)
          ? keywordsOf(call)
          : [];
    if (attributes.length === 0) continue;
    const quote = attribute?.value.text[0] ?? "'";
    found.push({
      kind: 'object',
      span: object.span,
      quotes: [quote, quote],
      path: expression.split('.'),
      attributes,
      base,
      text: `${read.calleeText}(${expression}, ${attributes.map(({ name }) => `'${name}'`).join(', ')})`,
      callee: read.calleeText,
    });
  }
  return found;
}

const LISTS = new Set(['argument_list']);
