// What the text of a file says of the library beside calls: strings that name it, and who replaces an object of it.

import { loadedModules } from '../project/analyzed-file.ts';
import { splitSymbol } from '../project/dotted-names.ts';
import type { Project } from '../project/project-index.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Library } from '../python/import-bindings.ts';
import type { Span } from '../text/edits.ts';
import type { PlannedFile } from './hunks/hunk.ts';

/** A place that replaces an object. */
export interface PatchTarget {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The canonical name, or the symbol, of what is replaced. */
  readonly name: string;
  /** Whether it can be felt in a module: the one that it names, one that its file imports, or its own. */
  readonly reaches: (module: string) => boolean;
}

/** A string whose whole content is a dotted path through a root of the library. */
export interface NamedString {
  /** The content, without quotes. */
  readonly text: string;
  readonly span: Span;
  /** The path from the root on: `lib.sleep` of `pkg.mod.lib.sleep`. */
  readonly path: string;
}

/** The strings of a text that name something of the library; prose in strings is not among them. */
export function namedStrings(text: string, library: Library): NamedString[] {
  return [...text.matchAll(/(?<!['"])(['"])([\w.]+)\1(?!['"])/g)].flatMap((match): NamedString[] => {
    const whole = match[2] ?? '';
    const parts = whole.split('.');
    const root = parts.findIndex((part, index) => library.roots.has(part) && index < parts.length - 1);
    if (root < 0 || parts.includes('') || isAnnotation(text, match.index)) return [];
    const start = match.index + 1;
    return [{ text: whole, span: { start, end: start + whole.length }, path: parts.slice(root).join('.') }];
  });
}

/** Whether a string stands after `name:` or `->`. */
function isAnnotation(text: string, offset: number): boolean {
  const before = (at: number) => {
    let end = at;
    while (end > 0 && /\s/.test(text[end - 1] ?? '')) end--;
    return end;
  };
  const end = before(offset);
  if (text.slice(Math.max(0, end - 2), end) === '->') return true;
  return text[end - 1] === ':' && /\w/.test(text[before(end - 1) - 1] ?? '');
}

/** `import_module('lib')` and similar calls: the library by its bare name. */
export function dynamicImports(text: string, library: Library): NamedString[] {
  const roots = [...library.roots].join('|');
  const pattern = new RegExp(
    `\\b(?:import_module|__import__|try_import|import_class|import_object)\\(\\s*['"](${roots})['"]`,
    'g',
  );
  return [...text.matchAll(pattern)].map((match) => {
    const path = match[1] ?? '';
    const start = match.index + match[0].length - path.length - 1;
    return { text: path, span: { start, end: start + path.length }, path };
  });
}

/** The library in `sys.modules`, by a key of a dict or a subscript: something else stands in the place of a whole module. */
export function replacedModules(text: string, library: Library): NamedString[] {
  if (!/\bsys\.modules\b/.test(text)) return [];
  const roots = [...library.roots].join('|');
  const pattern = new RegExp(`(?:sys\\.modules\\[\\s*|[{,]\\s*)(['"])((?:${roots})(?:\\.\\w+)*)\\1\\s*[\\]:]`, 'g');
  return [...text.matchAll(pattern)].map((match) => {
    const path = match[2] ?? '';
    const start = match.index + match[0].search(/['"]/) + 1;
    return { text: path, span: { start, end: start + path.length }, path };
  });
}

/** Formatted strings that spell a path through the library: `f'{module}.lib.sleep'`. */
export function formattedNames(text: string, library: Library): NamedString[] {
  const roots = [...library.roots].join('|');
  const pattern = new RegExp(`\\b[fF][rR]?(['"])([\\w.{}]*?(?<![\\w])((?:${roots})(?:\\.\\w+)*)[\\w.{}]*)\\1`, 'g');
  return [...text.matchAll(pattern)].flatMap((match) => {
    const whole = match[2] ?? '';
    if (!whole.includes('{')) return [];
    const start = match.index + match[0].indexOf(whole);
    return [{ text: whole, span: { start, end: start + whole.length }, path: match[3] ?? '' }];
  });
}

/** What the code of a file assigns to in the library. */
export function storedReferences({ model, outcomes }: PlannedFile, registry: Registry): PatchTarget[] {
  const loaded = loadedModules(model);
  const reaches = (module: string) => loaded.has(module);
  return outcomes.flatMap(({ reference }) => {
    const owner = reference.stored ? registry.ownerOf(reference.path) : undefined;
    if (!owner) return [];
    const { start, end } = reference.span;
    const { line } = model.source.lines.at(start);
    return [{ path: model.path, line, text: model.source.text.slice(start, end), name: owner.name, reaches }];
  });
}

/** Who in the project replaces a symbol of the standard library: those mocks would see the rewritten calls as well. */
export function patchesOfSymbol(symbol: string, project: Project): PatchTarget[] {
  const { module, member } = splitSymbol(symbol);
  const pattern = new RegExp(
    `['"](?:[\\w.]+\\.)?${module}\\.${member}['"]|\\b${module}\\s*,\\s*['"]${member}['"]|^\\s*(?:\\w+\\.)*${module}\\.${member}\\s*=[^=]`,
  );
  const files = new Map(project.mentioning(member).map((file) => [file.path, file]));
  const reach = new Map<string, PatchTarget['reaches']>();
  return project.search(member, pattern).map(({ path = '', line, how }) => {
    const reaches = reach.get(path) ?? reachOf(path, files.get(path)?.bytes.toString('latin1') ?? '', project);
    reach.set(path, reaches);
    return { path, line, text: how.replace(/^used as `|`$/g, ''), name: symbol, reaches };
  });
}

/** Whether what a file replaces can be felt in a module: its own, or one that it imports by any form. Read from the text. */
function reachOf(path: string, text: string, project: Project): (module: string) => boolean {
  const own = project.moduleOf(path);
  let loaded: Set<string> | undefined;
  return (module) => {
    loaded ??= importedModules(text, own);
    return module === own || loaded.has(module);
  };
}

function importedModules(text: string, own: string): Set<string> {
  const loaded = new Set<string>();
  const around = own.split('.');
  for (const match of text.matchAll(/^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n#]*))/gm)) {
    const level = match[1]?.length ?? 0;
    const base = [...(level > 0 ? around.slice(0, -level) : []), ...(match[2] ? [match[2]] : [])].join('.');
    loaded.add(base);
    for (const name of (match[3] ?? match[4] ?? '').split(',')) {
      const word = /^\s*(?:#[^\n]*\n\s*)*(\w+)/.exec(name)?.[1];
      if (word) loaded.add(base ? `${base}.${word}` : word);
    }
  }
  for (const match of text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)) {
    for (const name of (match[1] ?? '').split(',')) loaded.add(name.trim().split(/\s/)[0] ?? '');
  }
  return loaded;
}
