// A check of the project's own for flake8: registered where the project registers others, with the next free number, written
// where they are, listed and tested where they are. Where such a check is there already, its table grows.

import { countBy } from '../text/group-by.ts';
import type { Ban } from './banned-names.ts';
import { type CheckNames, checkNames, checkSource, tableRows, testSource } from './flake8-check-source.ts';
import { eolOf, type IniKey, type IniSection, readIni } from './ini-file.ts';
import { joinPath } from './join-path.ts';
import { addToModule, appendMethod, testsOf } from './python-file-edits.ts';
import { addItem, codesIn } from './rst-list.ts';
import { cannot, type GuardPart, type TextChange, type Texts } from './text-change.ts';

const CONFIGS = ['setup.cfg', 'tox.ini', '.flake8'];
const SECTION = 'flake8:local-plugins';

/** Where a project registers checks of its own. */
export interface LocalPlugins {
  /** The configuration file. */
  readonly config: string;
  readonly text: string;
  readonly key: IniKey;
  readonly entries: readonly Registered[];
  /** The folders that are put on the path, relative to the root. */
  readonly folders: readonly string[];
}

/** A line like `N311 = checks:import_no_virt_driver`. */
interface Registered {
  readonly letters: string;
  readonly number: string;
  readonly module: string;
}

/** Finds the local plugins; flake8 reads the first file that configures it. */
export function localPlugins(texts: Texts): LocalPlugins | undefined {
  for (const config of CONFIGS) {
    const text = texts.read(config);
    const section = text === undefined ? undefined : readIni(text).find(({ name }) => name === SECTION);
    const key = section?.keys.find(({ name }) => name === 'extension');
    if (text === undefined || !section || !key) continue;
    const entries = key.lines.flatMap(({ text: line }) => line.split(',')).flatMap(registered);
    if (entries.length > 0) return { config, text, key, entries, folders: foldersOf(section) };
  }
  return undefined;
}

function registered(line: string): Registered[] {
  const found = /^\s*([A-Za-z]+)(\d+)\s*=\s*([\w.]+)\s*:\s*[\w.]+\s*$/.exec(line);
  return found ? [{ letters: found[1] ?? '', number: found[2] ?? '', module: found[3] ?? '' }] : [];
}

function foldersOf(section: IniSection): string[] {
  const lines = section.keys.find(({ name }) => name === 'paths')?.lines ?? [];
  return lines.flatMap(({ text }) => text.split(',').map((part) => part.trim())).filter((part) => part !== '');
}

/** Bans by a check of the project's own. */
export function flake8Guard(texts: Texts, library: string, bans: readonly Ban[]): GuardPart {
  const plugins = localPlugins(texts);
  if (!plugins) return cannot();
  const { config, entries, folders } = plugins;
  const letters = mostFrequent(entries.map((each) => each.letters));
  const module = mostFrequent(entries.filter((each) => each.letters === letters).map((each) => each.module));
  const path = moduleFile(texts, module, folders);
  const checks = path === undefined ? undefined : texts.read(path);
  if (path === undefined || checks === undefined)
    return cannot(
      `${config} registers checks of \`${module}\`, which is no file of this project: no check can be added`,
    );
  const { table } = checkNames(library, '');
  if (new RegExp(`^${table} = \\{`, 'm').test(checks)) return growTable(path, checks, table, bans);
  const code = nextCode(texts, plugins, letters, checks);
  const names = checkNames(library, code);
  const module_ = addToModule(path, checks, 'ast', checkSource(names, bans));
  if (typeof module_ === 'string') return cannot(module_);
  const tests = testChange(texts, path, names);
  const listed = hackingChange(texts, letters, code, library, path);
  return {
    changes: [switchOn(register(plugins, code, module, names), code), module_, ...tests.changes, ...listed.changes],
    says: [`${code} in ${path}, registered in ${config}`, ...tests.says, ...listed.says],
    cannot: [...tests.cannot, ...listed.cannot],
  };
}

/** The most frequent of some texts, the last of several. */
function mostFrequent(texts: readonly string[]): string {
  const counts = countBy(texts, (text) => text);
  const most = Math.max(...counts.values());
  return texts.findLast((text) => counts.get(text) === most) ?? '';
}

function moduleFile(texts: Texts, module: string, folders: readonly string[]): string | undefined {
  const inside = module.replaceAll('.', '/');
  const candidates = [...folders.map((folder) => joinPath(folder, inside)), inside].flatMap((base) => [
    `${base}.py`,
    `${base}/__init__.py`,
  ]);
  return candidates.find((candidate) => texts.read(candidate) !== undefined);
}

/** The number after the highest that is used in the configuration, in the checks or in the list of them. */
function nextCode(texts: Texts, { entries }: LocalPlugins, letters: string, checks: string): string {
  const own = entries.filter((each) => each.letters === letters).map(({ number }) => number);
  const used = [...own, ...codesIn(checks, letters), ...codesIn(texts.read('HACKING.rst') ?? '', letters)];
  const width = Math.max(...own.map(({ length }) => length));
  const taken = new Set(used.filter(({ length }) => length === width).map(Number));
  let number = Math.max(...taken) + 1;
  // flake8 takes codes of three digits at most: past the last one a gap has to do.
  for (number = number >= 10 ** width ? 1 : number; taken.has(number); ) number++;
  return `${letters}${String(number).padStart(width, '0')}`;
}

/** Another line in the style of the last one. */
function register({ config, text, key }: LocalPlugins, code: string, module: string, names: CheckNames): TextChange {
  const last = key.lines.at(-1);
  const at = last?.end ?? key.end;
  const indent = last?.indent || '  ';
  const comma = last?.text.endsWith(',') ? ',' : '';
  const spaced = /\S(\s*)=(\s*)\S/.exec(last?.text ?? '');
  const equals = `${spaced?.[1] ?? ' '}=${spaced?.[2] ?? ' '}`;
  const line = `${eolOf(text)}${indent}${code}${equals}${module}:${names.className}${comma}`;
  return { path: config, before: text, after: text.slice(0, at) + line + text.slice(at) };
}

/** Where the configuration lists what is on, the new code is listed too: a check that is not would never run. */
function switchOn(change: TextChange, code: string): TextChange {
  const { after } = change;
  const flake8 = readIni(after).find(({ name }) => name === 'flake8');
  const last = flake8?.keys.find(({ name }) => name === 'select')?.lines.at(-1);
  const listed = flake8?.keys.find(({ name }) => name === 'select')?.lines.flatMap(({ text }) => text.split(/[,\s]+/));
  if (!last || listed?.some((each) => each !== '' && code.startsWith(each))) return change;
  const comma = last.text.endsWith(',') ? '' : ',';
  return { ...change, after: `${after.slice(0, last.end)}${comma}${code}${after.slice(last.end)}` };
}

/** Adds rows to the table that an earlier guard has written; check, test and list speak of the table as it is. */
function growTable(path: string, before: string, table: string, bans: readonly Ban[]): GuardPart {
  const found = new RegExp(`^${table} = \\{\\r?\\n([\\s\\S]*?)^\\}`, 'm').exec(before);
  if (!found) return cannot(`${path} has a ${table} that is not as degreen wrote it: add the names there`);
  const known = new Map<string, string>();
  for (const row of (found[1] ?? '').matchAll(/^ {4}'([^']+)':\s+'[^']*',?/gm)) known.set(row[1] ?? '', row[0]);
  const rows = known.has('*') ? [] : tableRows(bans, new Set(known.keys()));
  if (rows.length === 0) return { changes: [], says: [], cannot: [] };
  const all = new Map([...known, ...rows.map((row) => [/'([^']+)'/.exec(row)?.[1] ?? '', row] as const)]);
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  // Comments that a person put between the rows would be lost by sorting: then the new ones come last.
  const plain =
    (found[1] ?? '').replace(/\r/g, '') ===
    [...known.values()]
      .map((row) => `${row}\n`)
      .join('')
      .replace(/\r/g, '');
  const body = plain ? `${sorted.join('\n')}\n` : `${(found[1] ?? '').replace(/\r/g, '')}${rows.join('\n')}\n`;
  const start = found.index + found[0].indexOf('{') + 1;
  const stop = found.index + found[0].length - 1;
  const eol = eolOf(before);
  const after = before.slice(0, start) + eol + body.replaceAll('\n', eol) + before.slice(stop);
  return {
    changes: [{ path, before, after }],
    says: [`${rows.length} more ${rows.length === 1 ? 'name' : 'names'} in ${table} of ${path}`],
    cannot: [],
  };
}

function testChange(texts: Texts, path: string, names: CheckNames): GuardPart {
  const tests = testsOf(texts, path);
  if (!tests) return cannot(`no test of ${path} was found, so none is added`);
  const change = appendMethod(tests, 'ast', testSource(names, tests.checks));
  if (typeof change === 'string') return cannot(change);
  return { changes: [change], says: [`its test in ${tests.path}`], cannot: [] };
}

function hackingChange(texts: Texts, letters: string, code: string, library: string, path: string): GuardPart {
  const file = ['HACKING.rst', 'HACKING.md'].find((name) => texts.read(name) !== undefined);
  const before = file === undefined ? undefined : texts.read(file);
  if (file === undefined || before === undefined) return cannot();
  const says = `Do not use what this project has removed of ${library}. The names are in \`\`${path}\`\`, with what to use instead.`;
  const after = addItem(before, letters, code, says);
  if (after === undefined) return cannot(`${file} lists no check with ${letters}, so ${code} is not listed there`);
  return { changes: [{ path: file, before, after }], says: [`its entry in ${file}`], cannot: [] };
}
