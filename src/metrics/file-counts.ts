// What one file holds of the library when nothing but the file is looked at. That makes it a property of a git blob: it can be
// counted once and kept. What only other files show (a name that a module re-exports, a mock of another module's import, a member
// that is used elsewhere) is in `scan`, not here: the counts are those of `scan` less such lines.
import { buildLedger, rootPattern, wordsIn } from '../ledger/build-ledger.ts';
import { makePlan } from '../plan/plan.ts';
import type { Registry } from '../project/symbol-owners.ts';

/** One name of the library in a file, with the lines (from 1) where it stands; a line may stand there twice. */
export interface NameLines {
  /** The canonical dotted name of the object; what is read of the object counts for it. */
  readonly name: string;
  readonly transform: string;
  readonly imports: readonly number[];
  readonly uses: readonly number[];
}

/** The counts of one file that holds the library's name. */
export interface FileCounts {
  /** Lines that hold the name in any letter case. */
  readonly lines: number;
  /** Those of them that are prose, requirements or configuration. */
  readonly mentions: number;
  readonly importing: boolean;
  /** Why it could not be parsed; its references are not known then. */
  readonly unread: string | undefined;
  readonly names: readonly NameLines[];
}

/** Counts one file; undefined where it does not hold the library's name. */
export function countFile(bytes: Buffer, python: boolean, registry: Registry): FileCounts | undefined {
  if (!holdsName(bytes, registry)) return undefined;
  const file = { path: python ? 'file.py' : 'file', bytes, python, chosen: true };
  const plan = makePlan([file], registry);
  const { entries, lines, importingFiles } = buildLedger(plan);
  if (lines === 0) return undefined;
  const names = new Map<string, NameLines & { imports: number[]; uses: number[] }>();
  let mentions = 0;
  for (const { name, transform, role, line, verdict } of entries) {
    if (verdict === 'mention') {
      mentions++;
      continue;
    }
    const object = registry.ownerOf(name)?.name ?? name;
    const key = `${object} ${transform}`;
    const own = names.get(key) ?? { name: object, transform, imports: [], uses: [] };
    (role === 'import' ? own.imports : own.uses).push(line);
    names.set(key, own);
  }
  return {
    lines,
    mentions,
    importing: importingFiles > 0,
    unread: plan.skipped[0]?.reason,
    names: [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The lines alone of what `countFile` counts: they need no tree. */
export function countLines(bytes: Buffer, { library }: Registry): number {
  return wordsIn(bytes, library).length;
}

/** The counts of a file whose references do not count, as the project has a module of the library's name itself. */
export function asMentions({ lines }: FileCounts): FileCounts {
  return { lines, mentions: lines, importing: false, unread: undefined, names: [] };
}

/** Whether a file holds the library's name in any letter case. */
export function holdsName(bytes: Buffer, { library }: Registry): boolean {
  return rootPattern(library).test(bytes.toString('latin1'));
}
