// A place that replaces something while tests run, and how its target and its attributes are written.
import { readTexts } from '../../python/dataflow/constant-strings.ts';
import { meantBy, type Text, type TextContext } from '../../python/dataflow/constant-values.ts';
import type { Node } from '../../python/source.ts';
import { clip, spanOf } from '../../python/syntax.ts';
import type { Span } from '../../text/edits.ts';

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

export const CHOSEN = 'Its target is computed while the test runs.';

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
