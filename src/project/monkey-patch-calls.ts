// Every place where the project patches its process, read from the syntax: direct calls, calls under another name, and
// places that hand the function on, of whose arguments nothing is known. Strings and comments are no calls.
import { readCall } from '../python/calls.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, clip, identifiers, isField, same } from '../python/syntax.ts';
import { lineOf } from '../text/line-index.ts';
import type { Coverage, Patching } from '../transform.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';
import { resolveReExports } from './re-exports.ts';
import type { FileByPath, SymbolResolver } from './resolve-symbol.ts';
import type { Stars } from './star-imports.ts';
import type { Registry } from './symbol-owners.ts';

/** One place that patches the process. */
export interface ProcessPatch {
  readonly path: string;
  readonly line: number;
  /** The arguments as written, on one line. */
  readonly given: string;
  readonly coverage: Coverage;
  /** Why what is not known of it is not known; undefined where its arguments show all. */
  readonly doubt: string | undefined;
  /** Where it stands; undefined in a file that cannot be read. */
  readonly at: { readonly model: AnalyzedFile; readonly node: Node } | undefined;
}

const LITERALS = new Set(['boolean', 'none', 'number']);

/** What is known of a call whose arguments are not. */
function unknown({ groups }: Patching): Coverage {
  return Object.fromEntries(groups.map(({ id }) => [id, 'unknown']));
}

/** Finds the places that patch. Only files that hold the function's name, or take it from one that does, are parsed. */
export function findProcessPatches(
  project: Project,
  stars: Stars,
  registry: Registry,
  patching: Patching,
  modelOf: FileByPath,
  callees: SymbolResolver,
): ProcessPatch[] {
  const call = splitSymbol(patching.name).member;
  const unread: ProcessPatch[] = [];
  const direct: AnalyzedFile[] = [];
  for (const file of project.mentioning(call)) {
    const model = modelOf(file.path);
    if (model) direct.push(model);
    else unread.push(...unreadable(file.path, file.bytes.toString('latin1'), call, patching));
  }
  const spellings = registry.transforms
    .flatMap(({ owns }) => owns)
    .flatMap(({ name, aliases = [] }) => (name === patching.name ? [name, ...aliases] : []));
  const wanted = (target: string) => spellings.some((name) => name === target || name.startsWith(`${target}.`));
  const models = resolveReExports(direct, project, stars, registry.library, wanted, modelOf);
  const sites = models.flatMap((model) => sitesOf(model, registry, patching, call, callees));
  return [...unread, ...sites].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

function unreadable(path: string, text: string, call: string, patching: Patching): ProcessPatch[] {
  const at = text.indexOf(`${call}(`);
  if (at < 0) return [];
  const doubt = 'the file cannot be read';
  return [{ path, line: lineOf(text, at), given: '', coverage: unknown(patching), doubt, at: undefined }];
}

function sitesOf(
  model: AnalyzedFile,
  registry: Registry,
  patching: Patching,
  call: string,
  callees: SymbolResolver,
): ProcessPatch[] {
  const meant = model.references.filter(
    ({ path, role }) => registry.ownerOf(path)?.name === patching.name && (role === 'call' || role === 'value'),
  );
  const named = meant.flatMap(({ node }) => usesOf(model, node));
  const others = mentions(model, call).filter(
    (node) => !meant.some((each) => same(each.node, node)) && mayPatch(model, node, registry, callees),
  );
  const roots = [...registry.library.roots];
  // What is reached in another way, such as `import_module('lib').patch()`, says by its text whose it is.
  const known = (node: Node) => roots.some((root) => node.text.includes(root)) || node.type === 'identifier';
  return [
    ...named.map((node) => siteAt(model, node, patching, true)),
    ...others.map((node) => siteAt(model, node, patching, known(node))),
    ...reflected(model, call).map((node) => siteAt(model, node, patching, true)),
  ];
}

/** Where the function is called that an expression names: there, or under the one name that it is assigned to. */
function usesOf(model: AnalyzedFile, node: Node): Node[] {
  const holder = node.parent;
  const target =
    holder?.type === 'assignment' && isField(holder, 'right', node) ? holder.childForFieldName('left') : null;
  if (target?.type !== 'identifier') return [node];
  const scope = model.names.resolveAt(target.text, target);
  const uses = model.names.occurrences(target.text).filter((each) => model.names.resolve(target.text, each) === scope);
  const alone = scope !== undefined && model.names.bindings(target.text, scope).length === 1;
  const called = uses.filter(({ kind }) => kind === 'use').map((each) => each.node);
  return alone && called.length > 0 && called.every(isCalled) ? called : [node];
}

function isCalled(node: Node): boolean {
  return node.parent?.type === 'call' && isField(node.parent, 'function', node);
}

/** Every expression that ends with a name and is called, whatever it means. */
function mentions({ source, names }: AnalyzedFile, name: string): Node[] {
  const bare = identifiers(source, name).filter((node) =>
    names.occurrences(name).some((each) => same(each.node, node)),
  );
  return [...bare, ...attributesNamed(source, name)].filter(isCalled);
}

/** Whether a call by the name, which no import shows to be the library's, may be it: no definition of the project is meant. */
function mayPatch(model: AnalyzedFile, node: Node, { library }: Registry, callees: SymbolResolver): boolean {
  const meaning = callees.meaning(model, node);
  if (meaning.kind === 'defined') return false;
  if (node.type === 'identifier' && meaning.kind === 'unknown')
    return model.statements.some(({ star, module }) => star && library.roots.has(module.split('.')[0] ?? ''));
  const object = node.childForFieldName('object');
  return object === null || !model.classes().ofReceiver(object.text, object);
}

/** `getattr(lib, 'patch')`. */
function reflected({ source }: AnalyzedFile, name: string): Node[] {
  const found: Node[] = [];
  for (let at = source.text.indexOf(name); at >= 0; at = source.text.indexOf(name, at + name.length)) {
    const content = source.root.descendantForIndex(at, at + name.length);
    const string = content.type === 'string_content' && content.text === name ? content.parent : null;
    const call = string?.parent?.type === 'argument_list' ? string.parent.parent : null;
    if (call && /^(getattr|(operator\.)?attrgetter)$/.test(call.childForFieldName('function')?.text ?? ''))
      found.push(call);
  }
  return found;
}

/** A site; where it is not known to be meant, only its name says so. */
function siteAt(model: AnalyzedFile, named: Node, patching: Patching, meant: boolean): ProcessPatch {
  const node = isCalled(named) && named.parent ? named.parent : named;
  const call = node === named ? undefined : readCall(node);
  const coverage = call && meant ? patching.covers(call.arguments) : unknown(patching);
  const line = model.source.lines.at(named.startIndex).line;
  const given = call ? call.arguments.map(({ span }) => model.source.text.slice(span.start, span.end)) : [];
  const shown = given.join(', ').replace(/\s+/g, ' ');
  const open = call?.arguments.filter(({ star, value }) => star !== '' || !LITERALS.has(value.kind)) ?? [];
  const unclear = open.map(({ span }) => model.source.text.slice(span.start, span.end)).join(', ');
  const doubt = !call
    ? 'it is passed on, so its arguments are not known'
    : meant
      ? `it is not known what \`${clip(unclear.replace(/\s+/g, ' '))}\` is`
      : `what \`${clip(named.text)}\` does is not known`;
  const known = patching.groups.every(({ id }) => coverage[id] !== 'unknown');
  return { path: model.path, line, given: shown, coverage, doubt: known ? undefined : doubt, at: { model, node } };
}
