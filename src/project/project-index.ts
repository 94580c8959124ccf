// The project as a set of files: which are Python, how modules map to paths, and where a name is used in other files.
import type { Escape } from '../python/dataflow/value.ts';
import { memo } from '../text/memoize.ts';
import { mayMean } from './class-words.ts';
import { splitSymbol } from './dotted-names.ts';
import type { ProjectFile } from './project-file.ts';
import { indexWords, type WordIndex } from './word-index.ts';

/** What is known of all files together. */
export interface Project {
  readonly files: readonly ProjectFile[];
  /** The dotted module name of a Python file: from the topmost folder of packages around it. */
  moduleOf(path: string): string;
  /** The Python files that hold a word anywhere. */
  mentioning(word: string): readonly ProjectFile[];
  /** The Python files that hold a text, also as a part of a word. */
  containing(text: string): ReadonlySet<ProjectFile>;
  /** The file of a module of the project; undefined where it has none. */
  pathOf(module: string): string | undefined;
  /** The text of a module of the project; undefined where it has none. */
  sourceOf(module: string): string | undefined;
  /** Whether `import name` in a file finds a module of the project. */
  hasTopLevel(name: string, from: string): boolean;
  /** Every line of the Python files that holds the needle and fits the pattern. */
  search(needle: string, pattern: RegExp, except?: string): readonly Escape[];
  /**
   * Where other files use an attribute (`.name`), or a global of a file's module (`mod.name`, `from mod import name`).
   * `self.name` counts only in files that mention one of the attribute's owners: elsewhere it is another class's own.
   */
  elsewhere(kind: 'attribute' | 'global', name: string, path: string, owners?: Iterable<string>): readonly Escape[];
}

/** Indexes the files of a project. */
export function buildProject(files: readonly ProjectFile[]): Project {
  const python = files.filter((file) => file.python);
  const paths = new Set(python.map((file) => file.path));
  const rootOf = (path: string): string => {
    let folder = parentOf(path);
    while (folder !== '' && paths.has(`${folder}/__init__.py`)) folder = parentOf(folder);
    return folder;
  };
  const moduleOf = (path: string): string => {
    const root = rootOf(path);
    const inside = root === '' ? path : path.slice(root.length + 1);
    return inside
      .replace(/\.pyi?$/, '')
      .replace(/\/__init__$/, '')
      .replaceAll('/', '.');
  };
  const topLevel = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = moduleOf(path).split('.')[0] ?? '';
    topLevel.set(name, (topLevel.get(name) ?? new Set()).add(rootOf(path)));
  }
  // Few commands ask for a word at all.
  let index: WordIndex | undefined;
  const mentioning: WordIndex = (word) => {
    index ??= indexWords(python);
    return index(word);
  };
  const observer = python[0]?.observer;
  const containing = memo((text: string) => {
    const find = () => python.filter(({ bytes }) => bytes.includes(text));
    return new Set(observer ? observer.ofAll('text', text, find) : find());
  });
  const modules = new Map<string, ProjectFile | undefined>();
  function fileOf(module: string): ProjectFile | undefined {
    if (!modules.has(module)) {
      const last = module.split('.').at(-1) ?? '';
      const found = python.find(
        ({ path }) =>
          (path.includes(`${last}.py`) || path.includes(`${last}/__init__.py`)) && moduleOf(path) === module,
      );
      modules.set(module, found);
    }
    return modules.get(module);
  }
  const texts = new Map<ProjectFile, string>();
  /** One character for each byte; a file is decoded once. */
  function textOf(file: ProjectFile): string {
    const known = texts.get(file) ?? file.bytes.toString('latin1');
    texts.set(file, known);
    return known;
  }
  function search(needle: string, pattern: RegExp, except?: string): readonly Escape[] {
    const files = mentioning(needle).filter(({ path }) => path !== except);
    return files.flatMap((file) => placesOn(linesWith(file.bytes, needle), file, pattern));
  }
  const attributes = memo((name: string) => attributeUses(name, mentioning(name)));
  const holders = memo((owner: string) => new Set(mentioning(owner)));
  return {
    files,
    mentioning,
    containing,
    moduleOf,
    pathOf: (module) => fileOf(module)?.path,
    sourceOf: (module) => fileOf(module)?.bytes.toString('utf8'),
    search,
    hasTopLevel(name, from) {
      const roots = topLevel.get(name);
      if (!roots) return false;
      return roots.has(rootOf(from)) || roots.has('') || roots.has('src') || roots.has('lib');
    },
    elsewhere(kind, name, path, owners = []) {
      if (kind === 'attribute') {
        // Most names are of one file.
        if (mentioning(name).every((file) => file.path === path)) return [];
        const names = [...owners];
        return attributes(name).flatMap(({ file, any, foreign }) => {
          if (file.path === path) return [];
          const own = any !== foreign && names.some((owner) => holders(owner).has(file) && mayMean(file, owner));
          return own ? any : foreign;
        });
      }
      // A file whose name is no identifier cannot be imported by it.
      const module = moduleOf(path);
      if (!/^[\w.]+$/.test(module)) return [];
      const last = splitSymbol(module).member;
      const places: Escape[] = [];
      const speaking = new Set(mentioning(last));
      for (const file of mentioning(name)) {
        if (file.path === path || !speaking.has(file)) continue;
        const text = textOf(file);
        const known = namesOfModule(text, module);
        if (known.length === 0) continue;
        const used = new RegExp(`\\b(?:${known.join('|')})\\.${name}\\b`, 'g');
        const offsets = [...text.matchAll(used)].map((found) => found.index + found[0].length);
        offsets.push(...importedAt(text, `\\b${last}`, name));
        for (const offset of offsets.sort((a, b) => a - b)) places.push(placeAt(file, offset));
      }
      return places;
    },
  };
}

/** A line of a file, one character for each byte, and the offset where it starts. */
interface FoundLine {
  readonly start: number;
  readonly line: string;
}

/** The lines that hold a text. */
function linesWith(bytes: Buffer, needle: string): readonly FoundLine[] {
  const found: FoundLine[] = [];
  let stop = -1;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, stop)) {
    const start = bytes.lastIndexOf(10, at) + 1;
    const newline = bytes.indexOf(10, at);
    stop = newline < 0 ? bytes.length : newline;
    found.push({ start, line: bytes.toString('latin1', start, stop) });
  }
  return found;
}

/** Where lines fit a pattern, by the first match of each. */
function placesOn(lines: readonly FoundLine[], file: ProjectFile, pattern: RegExp): readonly Escape[] {
  return lines.flatMap(({ start, line }) => {
    const match = pattern.exec(line);
    return match ? [placeAt(file, start, match)] : [];
  });
}

/** The lines of a file that use an attribute, by the first use, or by the first that is not of `self` or `cls`. */
interface AttributeUses {
  readonly file: ProjectFile;
  readonly any: readonly Escape[];
  readonly foreign: readonly Escape[];
}

function attributeUses(name: string, files: readonly ProjectFile[]): readonly AttributeUses[] {
  // Mangled it is `_Owner__name`, where it begins with two underscores.
  const mangled = name.startsWith('__') ? `|\\._\\w+${name}(?!\\w)` : '';
  const all = new RegExp(`\\.${name}(?!\\w)${mangled}`);
  const notOwn = new RegExp(`(?<!\\b(?:self|cls))\\.${name}(?!\\w)${mangled}`);
  return files.flatMap((file) => {
    const lines = linesWith(file.bytes, name);
    const any = placesOn(lines, file, all);
    if (any.length === 0) return [];
    const own = lines.some(({ line }) => all.exec(line)?.index !== notOwn.exec(line)?.index);
    return [{ file, any, foreign: own ? placesOn(lines, file, notOwn) : any }];
  });
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

const lines = new WeakMap<ProjectFile, readonly number[]>();

/** The line, from 1, of an offset. */
function lineNumber(file: ProjectFile, offset: number): number {
  const ends = lines.get(file) ?? lineEnds(file.bytes);
  lines.set(file, ends);
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function lineEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) ends.push(at);
  return ends;
}

function placeAt(file: ProjectFile, offset: number, match?: RegExpExecArray): Escape {
  const start = file.bytes.lastIndexOf(10, offset) + 1;
  const stop = file.bytes.indexOf(10, offset);
  const line = file.bytes.toString('latin1', start, stop < 0 ? file.bytes.length : stop);
  // The pattern counts bytes; people read characters.
  const shown = (length: number) => readable(file.bytes.subarray(start, start + length));
  const place = {
    kind: 'named',
    how: `used as \`${shown(line.length).trim().slice(0, 60)}\``,
    line: lineNumber(file, start),
    path: file.path,
  } as const;
  if (!match) return place;
  const end = match.index + match[0].length;
  const member = /^\.(\w+)/.exec(line.slice(end));
  const found = {
    column: shown(match.index).length + 1,
    endColumn: shown(end + (member?.[0].length ?? 0)).length + 1,
    attribute: /^\.(\w+)$/.exec(match[0])?.[1] ?? '',
    member: member?.[1] ?? '',
  };
  return { ...place, found };
}

/** A piece of a file whose encoding nobody asked for yet. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** Where statements that begin so (`from x`) import a name, by the offsets after it. Each list is read once. */
function importedAt(text: string, start: string, name: string): number[] {
  const lists = new RegExp(`${start}[ \\t]+import\\b(?:[ \\t]*\\([^()]*|[^\\n(]*)`, 'g');
  const word = new RegExp(`\\b${name}\\b`);
  return [...text.matchAll(lists)].flatMap((found) => {
    const head = /\bimport\b/.exec(found[0]);
    const from = head ? head.index + head[0].length : 0;
    const at = word.exec(found[0].slice(from));
    return at ? [found.index + from + at.index + name.length] : [];
  });
}

/** The names by which a text may mention a module: its own last word, and what it is imported as; none where it is not. */
function namesOfModule(text: string, module: string): string[] {
  const { module: around, member: last } = splitSymbol(module);
  const whole = module.replaceAll('.', '\\.');
  const parent = around.replaceAll('.', '\\.');
  if (!text.includes(last)) return [];
  const from = `from[ \\t]+(?:${parent === '' ? '\\.+' : `${parent}|\\.+\\w*`})`;
  const speaks = new RegExp(`(?<![\\w.])${whole}\\b|from[ \\t]+\\.+${last}[ \\t]+import`);
  if (!speaks.test(text) && importedAt(text, from, last).length === 0) return [];
  const aliases = [...text.matchAll(new RegExp(`\\b${last}[ \\t]+as[ \\t]+(\\w+)`, 'g'))].map(
    (match) => match[1] ?? '',
  );
  return [...new Set([last, ...aliases])];
}
