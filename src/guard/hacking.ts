// H905 of OpenStack's hacking forbids the import of the whole library; it is off until a project turns it on. Older releases
// take its name without a word and check nothing, so it is turned on only where the project asks for one that has it.
import { eolOf, type IniKey, readIni } from './ini-file.ts';
import { cannot, type GuardPart, type Texts } from './text-change.ts';

const CODE = 'H905';
/** The first release that has it. */
const SINCE = 8;

/** What a project says of hacking. */
export interface HackingUse {
  /** Where it says so. */
  readonly file: string;
  /** Whether every release that it allows has the check. */
  readonly hasCheck: boolean;
}

/** Finds what the project asks for; undefined where it does not use hacking. */
export function hackingUse(texts: Texts): HackingUse | undefined {
  const found: HackingUse[] = [];
  for (const file of texts.paths) {
    if (
      !/^(?:[\w.-]*requirements[\w.-]*\.txt|tox\.ini|setup\.cfg|pyproject\.toml|\.pre-commit-config\.yaml)$/.test(file)
    )
      continue;
    const text = texts.read(file) ?? '';
    // A requirement on a line of its own, in quotes, or in a list of YAML.
    for (const [, specifiers = ''] of text.matchAll(
      /^[ \t]*(?:-[ \t]+)?["']?hacking(?![\w.-])[ \t]*((?:[<>=!~][^#;"'\n]*)?)/gm,
    ))
      found.push({ file, hasCheck: lowest(specifiers) >= SINCE });
    const hook = hookOf(text);
    if (hook !== undefined) found.push({ file, hasCheck: hook >= SINCE });
  }
  return found.find(({ hasCheck }) => !hasCheck) ?? found[0];
}

/** The major version of hacking that a hook of pre-commit runs: the line of its repository, then that of its revision. */
function hookOf(text: string): number | undefined {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (!/\brepo:/.test(line) || !/\/hacking\b/.test(line)) continue;
    const version = /^\s*rev:[ \t]*["']?v?(\d+)/.exec(lines[index + 1] ?? '')?.[1];
    if (version !== undefined) return Number(version);
  }
  return undefined;
}

/** The lowest major version that specifiers allow; 0 where they have no lower bound. */
function lowest(specifiers: string): number {
  const bounds = [...specifiers.matchAll(/(?:>=|==|~=|>)\s*(\d+)/g)].map((match) => Number(match[1]));
  return Math.max(0, ...bounds);
}

/** Turns the check on. */
export function hackingGuard(texts: Texts, library: string): GuardPart {
  for (const path of ['setup.cfg', 'tox.ini', '.flake8']) {
    const before = texts.read(path);
    const section = before === undefined ? undefined : readIni(before).find(({ name }) => name === 'flake8');
    if (before === undefined || !section) continue;
    const keyOf = (...names: readonly string[]) =>
      section.keys.find(({ name }) => names.includes(name.replaceAll('_', '-')));
    const ignored = [keyOf('ignore'), keyOf('extend-ignore')].some(
      (key) => key && codesOf(key).some((code) => code === CODE),
    );
    if (ignored) return cannot(`${path} ignores ${CODE}: take it out there to let hacking forbid ${library}`);
    const edits: { at: number; text: string }[] = [];
    const enable = keyOf('enable-extensions');
    if (!enable) {
      edits.push({ at: section.end, text: `${eolOf(before)}enable-extensions = ${CODE}` });
    } else if (!codesOf(enable).includes(CODE)) edits.push(append(before, enable));
    const select = keyOf('select');
    if (select && !codesOf(select).some((code) => CODE.startsWith(code))) edits.push(append(before, select));
    if (edits.length === 0) return { changes: [], says: [], cannot: [] };
    let after = before;
    for (const { at, text } of edits.sort((a, b) => b.at - a.at)) after = after.slice(0, at) + text + after.slice(at);
    return { changes: [{ path, before, after }], says: [`hacking's ${CODE} in ${path}`], cannot: [] };
  }
  return cannot(`hacking is used, but no [flake8] in tox.ini, setup.cfg or .flake8 can turn ${CODE} on`);
}

function codesOf({ lines }: IniKey): string[] {
  return lines.flatMap(({ text }) => text.split(/[,\s]+/)).filter((code) => code !== '');
}

/** The code behind the last one, separated as the others are. */
function append(text: string, key: IniKey): { at: number; text: string } {
  const last = key.lines.at(-1);
  if (!last) return { at: key.end, text: ` ${CODE}` };
  const commas = key.lines.some((line) => line.text.includes(','));
  const trailing = last.text.endsWith(',');
  if (last.indent === '' || (last.text.replace(/,$/, '').includes(',') && key.lines.length === 1)) {
    const separator = commas ? (/, /.test(last.text) ? ', ' : ',') : codesOf(key).length > 1 ? ' ' : ',';
    return { at: last.end, text: trailing ? `${/, /.test(last.text) ? ' ' : ''}${CODE}` : `${separator}${CODE}` };
  }
  const line = `${eolOf(text)}${last.indent}${CODE}${trailing ? ',' : ''}`;
  return { at: last.end, text: commas && !trailing ? `,${line}` : line };
}
