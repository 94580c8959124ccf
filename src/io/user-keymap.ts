// The keys that a person has set for every project: in the configuration of the user, never in that of a repository, which
// others write.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { UserError } from '../errors.ts';
import { isRecord } from '../text/is-record.ts';
import { LIMIT, readPlainText } from './disk/regular-file.ts';
import { tomlTrouble } from './parse-toml.ts';

/** The keys by command, and where they are said. */
export interface UserKeys {
  readonly keys: ReadonlyMap<string, readonly string[]>;
  where(id: string): string;
}

/**
 * Reads `[keys]` of degreen/config.toml in the folder of the user's configuration.
 * @throws UserError with file and line for what is no list of keys.
 */
export function readUserKeys(): UserKeys {
  const file = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'degreen', 'config.toml');
  const text = readPlainText(file, file, LIMIT.written);
  if (text === undefined) return { keys: new Map(), where: () => file };
  const where = (id: string) => `${file}:${text.split('\n').findIndex((line) => line.trimStart().startsWith(id)) + 1}`;
  const table = readTable(text, file);
  const unknown = Object.keys(table).find((key) => key !== 'keys');
  if (unknown !== undefined) throw new UserError(`${where(unknown)}: unknown key \`${unknown}\`; known is \`keys\``);
  const { keys = {} } = table;
  if (!isRecord(keys)) throw new UserError(`${where('keys')}: \`keys\` must be a table`);
  const map = new Map<string, readonly string[]>();
  for (const [id, value] of Object.entries(keys)) {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const names = list.filter((each) => typeof each === 'string' && KEY.test(each)).map(String);
    if (names.length !== list.length)
      throw new UserError(
        `${where(id)}: \`${id}\` must be a key or a list of keys`,
        'A key is one character, `ctrl-x`, or one of: enter escape tab space backspace up down left right pageup pagedown.',
      );
    map.set(id, names);
  }
  return { keys: map, where };
}

const KEY = /^(?:[^\s\p{C}]|ctrl-[a-z]|enter|escape|tab|space|backspace|up|down|left|right|pageup|pagedown)$/u;

function readTable(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) throw new UserError(`${file}:${error.line}: ${tomlTrouble(error)}`);
    throw error;
  }
}
