// The configuration: [tool.degreen] of pyproject.toml, or degreen.toml. An unknown key is an error with its line.
import { join, relative, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { UserError } from '../errors.ts';
import { isRecord } from '../text/is-record.ts';
import { LIMIT, readPlainText } from './disk/regular-file.ts';
import { tomlTrouble } from './parse-toml.ts';
import { NO_PATCH_CONFIG, type PatchConfig, readPatchConfig } from './patch-config.ts';

/** What a project may set. Flags of the command line come before it. */
export interface Config {
  /** Globs of files that are left out. */
  readonly exclude: readonly string[];
  readonly only: readonly string[] | undefined;
  readonly skip: readonly string[];
  readonly level: 'safe' | 'review' | undefined;
  /** Imported names that stay bound, as `path/to/file.py:name` or `name` for every file. */
  readonly keep: readonly string[];
  /** How the process runs: `green` (fully patched), `native` (nothing green is left), `unpatched`; else what the code shows. */
  readonly mode: 'green' | 'native' | 'unpatched' | undefined;
  /** What is written under the keys that transforms declare, which they read themselves. */
  readonly keys: ReadonlyMap<string, unknown>;
  /** The module that may be written into the project. */
  readonly helpers: string | undefined;
  /** Levels by transform, or by `transform:variant`. */
  readonly levels: ReadonlyMap<string, 'safe' | 'review' | 'manual'>;
  readonly patch: PatchConfig;
  /** `file:line` of a key, for errors that are found later. */
  where(key: string): string;
}

/** Where a project sets it, the first that does. */
export const CONFIG_FILES = ['pyproject.toml', 'degreen.toml'];

/** The keys that mean the same whatever the transforms are; those that transforms declare stand between them. */
const KEYS = ['exclude', 'only', 'skip', 'level', 'levels', 'keep', 'mode'];
const LAST_KEYS = ['helpers', 'patch'];

const EMPTY: Config = {
  exclude: [],
  only: undefined,
  skip: [],
  level: undefined,
  keep: [],
  mode: undefined,
  keys: new Map(),
  helpers: undefined,
  levels: new Map(),
  patch: NO_PATCH_CONFIG,
  where: () => '',
};

/**
 * Reads the configuration of a root.
 * @param declared - the keys that transforms read.
 * @param file - what `--config` names; it must exist then.
 * @throws UserError with file and line for bad TOML, an unknown key or a value of the wrong type.
 */
export async function readConfig(
  root: string,
  cwd: string,
  declared: readonly string[],
  file: string | undefined,
): Promise<Config> {
  if (file !== undefined) {
    const full = resolve(cwd, file);
    const text = readPlainText(full, file, LIMIT.written);
    if (text === undefined) throw new UserError(`the configuration file ${file} does not exist`);
    return fromText(text, relative(cwd, full) || full, declared);
  }
  for (const name of CONFIG_FILES) {
    const text = readPlainText(join(root, name), name, LIMIT.written);
    if (text === undefined) continue;
    // A pyproject.toml that does not mention degreen is none of its business, not even its errors.
    if (name === 'pyproject.toml' && !/^[ \t]*\[tool\.degreen\b|^[ \t]*degreen[ \t.=]/m.test(text)) continue;
    return fromText(text, name, declared);
  }
  return EMPTY;
}

function fromText(text: string, name: string, declared: readonly string[]): Config {
  const known = [...KEYS, ...declared, ...LAST_KEYS];
  const table = tableOf(text, name);
  const fail = (key: string, message: string): never => {
    throw new UserError(`${name}:${lineOf(text, key)}: ${message}`);
  };
  const strings = (key: string): string[] | undefined => {
    const value = table[key];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    return fail(key, `\`${key}\` must be a list of strings`);
  };
  const string = (key: string): string | undefined => {
    const value = table[key];
    return value === undefined || typeof value === 'string' ? value : fail(key, `\`${key}\` must be a string`);
  };
  for (const key of Object.keys(table)) {
    if (!known.includes(key)) fail(key, `unknown key \`${key}\`; known are ${known.join(', ')}`);
  }
  const { level } = table;
  if (level !== undefined && level !== 'safe' && level !== 'review')
    return fail('level', '`level` must be "safe" or "review"');
  const { mode } = table;
  if (mode !== undefined && mode !== 'green' && mode !== 'native' && mode !== 'unpatched') {
    return fail('mode', '`mode` must be "green", "native" or "unpatched"');
  }
  return {
    exclude: strings('exclude') ?? [],
    only: strings('only'),
    skip: strings('skip') ?? [],
    level,
    keep: strings('keep') ?? [],
    mode,
    keys: new Map(declared.flatMap((key) => (table[key] === undefined ? [] : [[key, table[key]]]))),
    helpers: string('helpers'),
    levels: levelsOf(table, fail),
    patch: readPatchConfig(table.patch, fail),
    where: (key) => `${name}:${lineOf(text, key)}`,
  };
}

type Table = Readonly<Record<string, unknown>>;
type Fail = (key: string, message: string) => never;

/** `levels`: a level, or `manual`, for a transform or a variant of one. */
function levelsOf(table: Table, fail: Fail): Config['levels'] {
  const value = table.levels;
  if (value === undefined) return new Map();
  if (!isRecord(value)) return fail('levels', '`levels` must be a table of transforms and their levels');
  return new Map(
    Object.entries(value).map(([id, level]) => {
      if (level !== 'safe' && level !== 'review' && level !== 'manual')
        return fail(id, `the level of \`${id}\` must be "safe", "review" or "manual"`);
      return [id, level];
    }),
  );
}

function tableOf(text: string, name: string): Table {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    if (error instanceof TomlError) throw new UserError(`${name}:${error.line}:${error.column}: ${tomlTrouble(error)}`);
    throw error;
  }
  if (!isRecord(parsed)) return {};
  const tool = parsed.tool;
  const own = isRecord(tool) ? tool.degreen : undefined;
  if (own !== undefined && !isRecord(own))
    throw new UserError(`${name}:${lineOf(text, 'degreen')}: [tool.degreen] must be a table`);
  if (isRecord(own)) return own;
  // degreen.toml may leave the table's head out.
  return name.endsWith('pyproject.toml') ? {} : parsed;
}

/** The line of a key, for messages: the first after the table's head that assigns it, opens its table or holds it inline. */
function lineOf(text: string, key: string): number {
  const lines = text.split('\n');
  const head = Math.max(
    0,
    lines.findIndex((line) => /^\s*\[tool\.degreen/.test(line)),
  );
  const name = `["']?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?`;
  const patterns = [
    new RegExp(`^\\s*(?:[\\w.-]+\\.)?${name}\\s*=`),
    new RegExp(`^\\s*\\[(?:[\\w.-]+\\.)?${name}\\]`),
    new RegExp(`^\\s*${name}\\.`),
    new RegExp(`[{,]\\s*${name}\\s*=`),
  ];
  for (const pattern of patterns) {
    const at = lines.findIndex((line, index) => index >= head && pattern.test(line));
    if (at >= 0) return at + 1;
  }
  return head + 1;
}
