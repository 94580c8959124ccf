// Who replaces an object while tests run: mock strings, patch.object and its kin, assignments into the library.

import type { Library } from '../python/references.ts';
import { enclosingDefinitions } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';
import type { FileModel } from './model.ts';
import type { Registry } from './ownership.ts';
import type { Project } from './project.ts';

/** A place that replaces an object. */
export interface PatchTarget {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The canonical name, or the symbol, of what is replaced. */
  readonly name: string;
  /** Whether it is a plain assignment, as in `eventlet.sleep = fake`. */
  readonly store: boolean;
  /** Whether it can be felt in a module: the one that it names, one that its file imports, or its own. */
  readonly reaches: (module: string) => boolean;
}

/** A string whose whole content is a dotted path through a root of the library. */
export interface NamedString {
  /** The content, without quotes. */
  readonly text: string;
  readonly span: Span;
  /** The path from the root on: `eventlet.sleep` of `pkg.mod.eventlet.sleep`. */
  readonly path: string;
  /** What stands before the root: `pkg.mod`; empty for a global name. */
  readonly through: string;
  readonly within: string;
}

/** The strings of a file that name something of the library; prose in strings is not among them. */
export function namedStrings(model: FileModel, library: Library): NamedString[] {
  const roots = [...library.roots].join('|');
  const pattern = new RegExp(`(['"])((?:\\w+\\.)*?)((?:${roots})(?:\\.\\w+)+)\\1`, 'g');
  const found: NamedString[] = [];
  for (const match of model.source.text.matchAll(pattern)) {
    const start = match.index + 1;
    const node = model.source.root.descendantForIndex(start, start + 1);
    if (node.type !== 'string_content' || node.startIndex !== start) continue;
    const through = (match[2] ?? '').replace(/\.$/, '');
    const path = match[3] ?? '';
    const text = (match[2] ?? '') + path;
    found.push({ text, span: { start, end: start + text.length }, path, through, within: enclosingDefinitions(node) });
  }
  return found;
}

const PATCHERS = /(^|\.)(patch\.object|setattr|stub_out|MockPatchObject|MonkeyPatch|Set)$/;

/** What a file replaces of the library. */
export function patchTargets(model: FileModel, project: Project, registry: Registry): PatchTarget[] {
  const { path, source } = model;
  const line = (offset: number) => source.lines.at(offset).line;
  const felt = reachOf(path, source.text, project);
  const targets: PatchTarget[] = [];
  for (const string of namedStrings(model, registry.library)) {
    const owner = registry.ownerOf(string.path);
    if (!owner) continue;
    const { through, text } = string;
    const reaches = through ? (module: string) => module === through : felt;
    targets.push({ path, line: line(string.span.start), text, name: owner.name, store: false, reaches });
  }
  for (const reference of model.references) {
    const call = reference.argumentOf?.call;
    const at = line(reference.span.start);
    const written = source.text.slice(reference.span.start, reference.span.end);
    if (reference.stored) {
      const owner = registry.ownerOf(reference.path);
      if (owner) targets.push({ path, line: at, text: written, name: owner.name, store: true, reaches: felt });
    }
    if (!call || !PATCHERS.test(call.calleeText)) continue;
    const attribute = call.arguments[(reference.argumentOf?.index ?? 0) + 1]?.value;
    const name = attribute?.kind === 'string' ? /^['"]([\w.]+)['"]$/.exec(attribute.text)?.[1] : undefined;
    const owner = name ? registry.ownerOf(`${reference.path}.${name}`) : undefined;
    if (!owner) continue;
    const text = `${call.calleeText}(${written}, '${name}')`;
    targets.push({ path, line: at, text, name: owner.name, store: false, reaches: felt });
  }
  return targets;
}

/** Who in the project replaces a symbol of the standard library: those mocks would see the rewritten calls as well. */
export function patchesOfSymbol(symbol: string, project: Project): PatchTarget[] {
  const [module = '', member = ''] = [
    symbol.slice(0, symbol.lastIndexOf('.')),
    symbol.slice(symbol.lastIndexOf('.') + 1),
  ];
  const pattern = new RegExp(
    `['"](?:[\\w.]+\\.)?${module}\\.${member}['"]|\\b${module}\\s*,\\s*['"]${member}['"]|^\\s*(?:\\w+\\.)*${module}\\.${member}\\s*=[^=]`,
  );
  const files = new Map(project.files.map((file) => [file.path, file]));
  return project.search(`${member}`, pattern, undefined, Number.POSITIVE_INFINITY).map((place) => {
    const path = place.path ?? '';
    const text = files.get(path)?.bytes.toString('latin1') ?? '';
    const shown = place.how.replace(/^used as `|`$/g, '');
    return { path, line: place.line, text: shown, name: symbol, store: false, reaches: reachOf(path, text, project) };
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
