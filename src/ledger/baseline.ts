// The baseline as text: JSON with one reference on a line, sorted, so that diffs and merges of it are small.
import { isRecord } from '../text/is-record.ts';
import { compareFingerprints, type Fingerprint, keyOf } from './fingerprints.ts';

/** The name of the file in the root of a project. */
export const BASELINE_FILE = '.degreen-baseline.json';

const VERSION = 1;

/** What stands for the library in a name: the file must not hold what it is about, or it would be counted itself. */
const LIBRARY = '*';

/** Writes a baseline; what is there twice is written once. */
export function formatBaseline(fingerprints: readonly Fingerprint[], library: string): string {
  const known = new Map(fingerprints.map((each) => [keyOf(each), each]));
  const rows = [...known.values()].sort(compareFingerprints).map(({ path, within, name: whole, ordinal }) => {
    const name = whole === library || whole.startsWith(`${library}.`) ? LIBRARY + whole.slice(library.length) : whole;
    const cells = Object.entries({ path, within, name, ordinal });
    return `    { ${cells.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(', ')} }`;
  });
  const body = rows.length === 0 ? '[]' : `[\n${rows.join(',\n')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "references": ${body}\n}\n`;
}

/** Reads a baseline. A text says what is wrong with it, to stand behind the file's name. */
export function parseBaseline(text: string, library: string): readonly Fingerprint[] | string {
  const conflict = text.split('\n').findIndex((line) => /^(<{7}|>{7}|={7})( |\r?$)/.test(line));
  if (conflict >= 0) return `holds a merge conflict at line ${conflict + 1}`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return `is no JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  if (!isRecord(parsed) || !('version' in parsed)) return 'is no baseline: it has no "version"';
  if (parsed.version !== VERSION)
    return `has version ${JSON.stringify(parsed.version)}, and this degreen reads version ${VERSION}`;
  const { references } = parsed;
  if (!Array.isArray(references)) return 'is no baseline: "references" must be a list';
  const wrong = references.findIndex((each: unknown) => !isFingerprint(each));
  if (wrong >= 0) return `has a wrong reference, number ${wrong + 1}: ${JSON.stringify(references[wrong])}`;
  return references.filter(isFingerprint).map(({ path, within, name, ordinal }) => ({
    path,
    within,
    name: name.startsWith(LIBRARY) ? library + name.slice(LIBRARY.length) : name,
    ordinal,
  }));
}

function isFingerprint(value: unknown): value is Fingerprint {
  if (!isRecord(value)) return false;
  const { path, within, name, ordinal } = value;
  const words = [path, within, name].every((each) => typeof each === 'string');
  return words && typeof ordinal === 'number' && Number.isInteger(ordinal) && ordinal > 0;
}
