// What a reference is known by where lines shift: its file, the definitions around it, its name, and its number among those
// that share them. The baseline of `check` holds these; nothing here knows where it is kept.
import type { Entry } from './entry.ts';

/** A reference without its line. */
export interface Fingerprint {
  readonly path: string;
  /** The definitions around it, joined by dots. */
  readonly within: string;
  readonly name: string;
  /** From 1, in the order of the file. */
  readonly ordinal: number;
}

/** A reference of the tree with what it is known by. */
export interface KnownReference {
  readonly entry: Entry;
  readonly fingerprint: Fingerprint;
}

/**
 * Whether an entry of the ledger is a reference that a ratchet may hold on to. Mentions are prose. A place that only may
 * use a followed object (it has the attribute's name, in another file) is a guess: it must not fail anybody's build.
 */
export function isReference({ verdict, role, within }: Entry): boolean {
  return verdict !== 'mention' && !(role === 'attribute' && within === '');
}

/** The references among the entries of a ledger, numbered; the entries come in the order of files and places. */
export function knownReferences(entries: readonly Entry[]): KnownReference[] {
  return numbered(entries.filter(isReference));
}

function numbered(entries: readonly Entry[]): KnownReference[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const { path, within, name } = entry;
    const key = kindOf({ path, within, name });
    const ordinal = (counts.get(key) ?? 0) + 1;
    counts.set(key, ordinal);
    return { entry, fingerprint: { path, within, name, ordinal } };
  });
}

/** A word for each entry by which it is known again when lines have moved. */
export function fingerprintsOf(entries: readonly Entry[]): string[] {
  return numbered(entries).map(({ fingerprint }) => wordOf(fingerprint));
}

/** A fingerprint as reports show it. */
export function wordOf({ path, within, name, ordinal }: Fingerprint): string {
  return [path, within, name, ordinal].join(':');
}

/** What references of one definition share that only their number sets apart. */
export function kindOf({ path, within, name }: Omit<Fingerprint, 'ordinal'>): string {
  return JSON.stringify([path, within, name]);
}

/** A fingerprint as one word, for sets. */
export function keyOf({ path, within, name, ordinal }: Fingerprint): string {
  return JSON.stringify([path, within, name, ordinal]);
}

/** The order of a baseline: by path, definition, name and number. */
export function compareFingerprints(a: Fingerprint, b: Fingerprint): number {
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  return byText(a.path, b.path) || byText(a.within, b.within) || byText(a.name, b.name) || a.ordinal - b.ordinal;
}
