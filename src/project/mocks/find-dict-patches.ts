// What replaces a name where modules keep it: in a module's dictionary, in sys.modules, or by a plain assignment.
import { readTexts } from '../../python/dataflow/constant-strings.ts';
import { meantBy, type TextContext } from '../../python/dataflow/constant-values.ts';
import type { Node } from '../../python/source.ts';
import { clip, isField, spanOf } from '../../python/syntax.ts';
import type { AnalyzedFile } from '../analyzed-file.ts';
import { type Attribute, keysOf, keywordsOf, objectsOf, type PatchSite } from './patch-site.ts';

const ASSIGNED = 'It is an assignment, which must be changed by hand.';
const LOADED = 'It replaces the module for those who import it from then on, which must be changed by hand.';

/** `patch.dict(mod.__dict__, name=…)`, `setitem(sys.modules, 'lib', …)`, `sys.modules.update(…)`. */
export function dictionarySites(context: TextContext, callee: string, given: readonly Node[]): readonly PatchSite[] {
  const update = /^((?:\w+\.)*\w+)\.(?:update|setdefault)$/.exec(callee)?.[1];
  if (!update && !/(?:^|\.)(?:patch\.dict|setitem)$/.test(callee)) return [];
  const [first, second] = given;
  if (!first) return [];
  const dictionary = update ?? first.text.replace(/[\s'"]/g, '');
  const rest = update ? given : given.slice(1);
  const key = /(?:setitem|setdefault)$/.test(callee) ? (update ? first : second) : undefined;
  const attributes = key ? namesOf(context, key) : attributesOf(context, rest);
  if (attributes?.length === 0) return [];
  if (/^(?:\w+\.)*sys\.modules$/.test(dictionary))
    return attributes?.map((each) => loadedSite(first, each, `${dictionary}['${each.name}']`)) ?? [];
  if (update) return [];
  const fixed = key ? ASSIGNED : undefined;
  return [...dictionaryOfObject(context, first, attributes, fixed), ...dictionaryOfText(context, first, attributes)];
}

function attributesOf(context: TextContext, given: readonly Node[]): PatchSite['attributes'] {
  const [values] = given.filter((each) => !/^(keyword_argument|dictionary_splat)$/.test(each.type));
  const keys = values ? keysOf(context, values) : [];
  const keywords = keywordsOf(
    context,
    given.filter((each) => !/^(clear|values|in_dict)$/.test(each.childForFieldName('name')?.text ?? '')),
  );
  return keys && keywords ? [...keys, ...keywords] : undefined;
}

function namesOf(context: TextContext, key: Node): PatchSite['attributes'] {
  const names = readTexts(key, context).map((text) => text.map((part) => part.text ?? '\0').join(''));
  if (names.some((name) => !/^[\w.]+$/.test(name))) return undefined;
  return names.map((name): Attribute => ({ name, span: undefined }));
}

function dictionaryOfObject(
  context: TextContext,
  node: Node,
  attributes: PatchSite['attributes'],
  fixed: string | undefined,
): PatchSite[] {
  const object =
    node.type === 'attribute' && node.childForFieldName('attribute')?.text === '__dict__'
      ? node.childForFieldName('object')
      : node.type === 'call' && node.childForFieldName('function')?.text === 'vars'
        ? node.childForFieldName('arguments')?.firstNamedChild
        : undefined;
  const targets = object ? objectsOf(object, context) : [];
  if (!object || targets.length === 0) return [];
  const text = clip(`${node.text.replace(/\s/g, '')}[${(attributes ?? []).map(({ name }) => `'${name}'`).join(', ')}]`);
  const site = { span: spanOf(object), quotes: ["'", "'"], targets, attributes, creates: true } as const;
  return [{ kind: 'object', ...site, fixed, text }];
}

function dictionaryOfText(context: TextContext, node: Node, attributes: PatchSite['attributes']): PatchSite[] {
  if (node.type !== 'string') return [];
  const whole =
    readTexts(node, context)[0]
      ?.map((part) => part.text ?? '\0')
      .join('') ?? '';
  const module = /^([\w.]+)\.__dict__$/.exec(whole)?.[1];
  if (module === undefined) return [];
  const quote = /^\w*(['"])/.exec(node.text)?.[1] ?? "'";
  const targets = [{ path: module.split('.'), base: undefined, open: false }];
  const site = {
    span: spanOf(node),
    quotes: [quote, quote],
    targets,
    attributes,
    suffix: '.__dict__',
    creates: true,
  } as const;
  return [{ kind: 'string', ...site, text: whole }];
}

function loadedSite(node: Node, { name, span }: Attribute, text: string): PatchSite {
  const targets = [{ path: name.split('.'), base: undefined, open: false }];
  const site = { span: span ?? spanOf(node), quotes: ['', ''], targets, attributes: [], loads: true } as const;
  return { kind: 'string', ...site, fixed: LOADED, text };
}

/** Assignments: `mod.name = …`, `sys.modules['lib'] = …`. A regex finds where it is worth asking. */
export function storeSites(model: AnalyzedFile, context: TextContext, words: ReadonlySet<string>): PatchSite[] {
  const { source } = model;
  const any = [...words].join('|');
  const pattern = new RegExp(`\\.(?:${any})(?:\\.\\w+){0,9}[ \\t]*=(?!=)|\\bsys\\.modules\\[`, 'g');
  const found: PatchSite[] = [];
  for (const match of source.text.matchAll(pattern)) {
    let node: Node | null = source.root.descendantForIndex(match.index + 1);
    while (node && !/^(attribute|subscript)$/.test(node.type)) node = node.parent;
    while (node?.parent?.type === 'attribute' || (match[0].endsWith('[') && node?.type === 'attribute'))
      node = node.parent;
    const assignment = node?.parent;
    if (!node || assignment?.type !== 'assignment' || !isField(assignment, 'left', node)) continue;
    const key = node.type === 'subscript' ? node.childForFieldName('subscript') : null;
    if (key) {
      for (const attribute of namesOf(context, key) ?? [])
        found.push(loadedSite(key, { ...attribute, span: spanOf(key) }, node.text));
      continue;
    }
    const [object, name] = [node.childForFieldName('object'), node.childForFieldName('attribute')];
    const targets = object && name ? objectsOf(object, context) : [];
    if (!object || !name || targets.length === 0 || meantBy(object, context).nodes.length > 0) continue;
    const attributes = [{ name: name.text, span: spanOf(name) }];
    const site = {
      span: spanOf(object),
      quotes: ['', ''],
      targets,
      attributes,
      fixed: ASSIGNED,
      creates: true,
    } as const;
    found.push({ kind: 'object', ...site, text: clip(node.text) });
  }
  return found;
}
