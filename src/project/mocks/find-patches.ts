// The places of a file that replace something by its name while tests run: mock.patch and similar calls, with a text or with an
// object and the attribute's name. Reads the tree, so prose in strings is none; resolves nothing beyond constants.
import { readTexts } from '../../python/dataflow/constant-strings.ts';
import type { Text, TextContext } from '../../python/dataflow/constant-values.ts';
import type { Node } from '../../python/source.ts';
import { ancestor, clip, isField, same, spanOf } from '../../python/syntax.ts';
import type { AnalyzedFile } from '../analyzed-file.ts';
import { dictionarySites, storeSites } from './find-dict-patches.ts';
import { meansNone } from './passed-over.ts';
import { CHOSEN, keywordsOf, objectsOf, type PatchSite, type SiteTarget, textSite } from './patch-site.ts';

/** What replaces the object that a dotted string names, by the last words of the callee. */
const STRING_PATCHERS =
  /(?:^|\.)(?:_?(?:mock|start|do|make|set_?up|create|add)?_?patch|stub_?out|setattr|[mM]onkey_?[pP]atch|MockPatch|MockPatchMultiple|patch\.multiple)$/;
/** What replaces an attribute of an object. */
const OBJECT_PATCHERS =
  /(?:^|\.)(?:patch\.object|patch\.multiple|_?(?:mock_?)?patch_?object|setattr|stub_?out|MockPatchObject|[mM]onkey_?[pP]atch|Set|spy)$/;
/** The last word of a callee that may be one of those, or replaces what a dictionary holds. */
const LAST_WORDS =
  'patch|stub_?out|setattr|[mM]onkey_?[pP]atch|MockPatch|MockPatchMultiple|MockPatchObject|patch_?object|Set|spy|setitem|\\.\\s*(?:multiple|object|dict)';
/** What changes sys.modules. */
const MODULES = '\\.\\s*(?:update|setdefault)';

/** Finds the sites of a file whose target names one of `words`. */
export function patchSites(model: AnalyzedFile, context: TextContext, words: ReadonlySet<string>): PatchSite[] {
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
  const isOther = meansNone(model, words);
  for (const match of source.text.matchAll(callees(model))) {
    if (isOther(match[0], match.index + match[0].length)) continue;
    const list = source.root.namedDescendantForIndex(match.index + match[0].length - 1);
    const node = list.type === 'argument_list' ? list.parent : undefined;
    const called = node?.type === 'call' ? node.childForFieldName('function') : undefined;
    if (!called) continue;
    const callee = calleeOf(model, called);
    const given = list.namedChildren.filter((child) => child.type !== 'comment');
    add(
      stringSites(model, context, callee, given) ??
        (OBJECT_PATCHERS.test(callee) ? objectSites(context, callee, called, given) : undefined) ??
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
function callees({ statements, source }: AnalyzedFile): RegExp {
  const imported = statements
    .flatMap((statement) => statement.names)
    .filter(({ target, local }) => target !== local && STRING_PATCHERS.test(target))
    .map(({ local }) => local);
  const assigned = [...source.text.matchAll(/^[ \t]*(\w+) = [\w.]*(?:patch|setattr)(?:\.\w+)?$/gm)].map(
    (match) => match[1] ?? '',
  );
  const modules = source.text.includes('modules') ? [MODULES] : [];
  const names = [LAST_WORDS, ...modules, ...new Set([...imported, ...assigned])].join('|');
  return new RegExp(`(?:${names})[ \\t]*\\(`, 'g');
}

/** A callee under the name that it was imported or assigned by: `p` of `from unittest.mock import patch as p`. */
function calleeOf({ importedAs, names }: AnalyzedFile, node: Node): string {
  const text = node.text.replace(/\s/g, '');
  const [first = '', ...rest] = text.split('.');
  const [imported] = importedAs(first);
  if (imported) return [imported.target, ...rest].join('.');
  const scope = node.type === 'identifier' ? names.resolveAt(first, node) : undefined;
  const [only, ...more] = scope ? names.bindings(first, scope) : [];
  const given = only && more.length === 0 && only.node.parent?.type === 'assignment' ? only.node.parent : undefined;
  const right = given?.childForFieldName('right');
  return right?.type === 'attribute' ? right.text.replace(/\s/g, '') : text;
}

/** The text that is the target: the first argument, or `target=`. */
function stringSites(
  model: AnalyzedFile,
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

/** The literal that a name stands for which is only used as a target. */
function literalOf(model: AnalyzedFile, name: Node): Node | undefined {
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
function isTarget(model: AnalyzedFile, node: Node): boolean {
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

function objectSites(
  context: TextContext,
  callee: string,
  called: Node,
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
      text: clip(`${called.text.replace(/\s/g, '')}(${written}, ${what})`),
    },
  ];
}
