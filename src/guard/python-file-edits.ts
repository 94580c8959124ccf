// Where in Python files a check and its test go: behind what is there, with the import that they need in its place.

import { type ImportStatement, readImports } from '../python/import-statements.ts';
import { editImports, type NewImport } from '../python/imports/edit-imports.ts';
import { indentAfter } from '../python/line-indent.ts';
import { type Node, parse, type SourceFile } from '../python/source.ts';
import { applyEdits } from '../text/edits.ts';
import type { TextChange, Texts } from './text-change.ts';

/** The file of tests that a new test goes into. */
export interface TestFile {
  readonly path: string;
  readonly text: string;
  /** How it names the module of the checks. */
  readonly checks: string;
}

/** Adds definitions at the end of a module; a text says why that cannot be. */
export function addToModule(path: string, text: string, module: string, definitions: string): TextChange | string {
  const read = readModule(path, text);
  if (typeof read === 'string') return read;
  const eol = read.source.eol(0);
  const body = text.replace(/\s*$/, '');
  const end = { start: body.length, end: text.length };
  const added = `${body === '' ? '' : '\n\n\n'}${definitions}`.replaceAll('\n', eol);
  return change(path, text, [...importing(read, module), { ...end, text: added }]);
}

/** Adds a method at the end of the last class; a text says why that cannot be. */
export function appendMethod({ path, text }: TestFile, module: string, method: string): TextChange | string {
  const read = readModule(path, text);
  if (typeof read === 'string') return read;
  const last = read.source.root.namedChildren
    .map((node) => (node.type === 'decorated_definition' ? node.childForFieldName('definition') : node))
    .findLast((node) => node?.type === 'class_definition');
  if (!last) return `${path} has no class of tests, so no test of the check is added`;
  const indent = indentOf(read.source, last);
  if (indent === undefined) return `${path} ends in a class without methods, so no test of the check is added`;
  const eol = read.source.eol(last.startIndex);
  const lines = method.trimEnd().replace(/^ {4}/gm, indent).replaceAll('\n', eol);
  const { lines: index } = read.source;
  const stop = index.end(index.at(last.endIndex).line);
  return change(path, text, [...importing(read, module), { start: stop, end: stop, text: `${eol}${eol}${lines}` }]);
}

/** What the methods of a class are indented by. */
function indentOf({ text, lines }: SourceFile, node: Node): string | undefined {
  const first = node.childForFieldName('body')?.namedChildren.find((child) => /definition$/.test(child.type));
  if (!first) return undefined;
  return text.slice(lines.start(lines.at(first.startIndex).line), first.startIndex);
}

/** The tests of a module: a file of tests that imports it and uses it most. */
export function testsOf(texts: Texts, path: string): TestFile | undefined {
  const module = moduleName(path);
  const last = module.split('.').at(-1) ?? '';
  const files: (TestFile & { readonly uses: number })[] = [];
  for (const candidate of texts.paths) {
    if (!/(^|\/)test[^/]*\.py$|(^|\/)[^/]*_test\.py$/.test(candidate)) continue;
    const text = texts.read(candidate);
    if (text === undefined || !text.includes(last)) continue;
    const read = readModule(candidate, text);
    if (typeof read === 'string') continue;
    const names = read.statements.flatMap((statement) => (statement.level === 0 ? statement.names : []));
    const name = names.find(({ loads }) => loads === module || (module.endsWith(`.${loads}`) && loads.includes('.')));
    if (!name) continue;
    const checks = name.target === name.loads ? name.local : name.loads;
    files.push({ path: candidate, text, checks, uses: text.split(`${checks}.`).length });
  }
  return files.sort((a, b) => b.uses - a.uses || (a.path < b.path ? -1 : 1))[0];
}

function moduleName(path: string): string {
  return path
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
}

interface ReadModule {
  readonly source: SourceFile;
  readonly statements: readonly ImportStatement[];
}

function readModule(path: string, text: string): ReadModule | string {
  const source = parse(path, text);
  if ('reason' in source) return `${path} cannot be read (${source.reason}), so nothing is added to it`;
  return { source, statements: readImports(source) };
}

/** The edits that import a module, where the file does not at its top. */
function importing({ source, statements }: ReadModule, module: string) {
  const there = statements.some(
    ({ node, names }) =>
      node.parent?.type === 'module' && names.some(({ loads, local }) => loads === module && local === module),
  );
  if (there) return [];
  const added: NewImport[] = [{ module, from: false, as: undefined, beside: undefined }];
  return editImports(source, statements, {
    removed: new Set(),
    added,
    before: undefined,
    others: { going: [], beside: [], unwrapped: [] },
    indentAt: indentAfter(source, []),
  }).edits;
}

/** The edits applied, and looked at: what is no Python any more is a fault of degreen. */
function change(path: string, before: string, edits: Parameters<typeof applyEdits>[1]): TextChange {
  const after = applyEdits(before, edits);
  const result = parse(path, after);
  if ('reason' in result) throw new Error(`${path} would be broken by the guard (${result.reason})`);
  return { path, before, after };
}
