// Plans over files that a test holds in memory: the engine is pure, so no disk is needed.

import { buildLedger } from '../../src/ledger/build-ledger.ts';
import type { Entry } from '../../src/ledger/entry.ts';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import { noteText } from '../../src/plan/hunks/note.ts';
import type { LevelSettings } from '../../src/plan/levels.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { checkPolicy, type Settings } from '../../src/plan/policy.ts';
import type { Registry } from '../../src/project/symbol-owners.ts';
import { loadRegistry } from '../../src/registry.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { render } from '../../src/rewrite/render.ts';
import { unifiedDiff } from '../../src/text/unified-diff.ts';

export const registry = await loadRegistry();

/** What a project's configuration may say of its plan. */
export interface House {
  /** Whether the end is asked for. */
  readonly finish?: boolean;
  readonly settings?: Partial<Settings>;
  readonly levels?: LevelSettings;
}

/** Files as text (UTF-8) or bytes, by their paths. */
export type Files = Readonly<Record<string, string | Buffer>>;

/**
 * A plan over files. Every one is chosen; `.py` files are Python.
 * @throws Error where the files do not have what the settings name.
 */
export function planOf(files: Files, house: House = {}): Plan {
  return planWith(registry, files, house);
}

/** The same with other transforms than the project's own. */
export function planWith(
  own: Registry,
  files: Files,
  { settings, levels = new Map(), finish = false }: House = {},
): Plan {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    python: path.endsWith('.py'),
    chosen: true,
  }));
  const wanted = { keys: new Map(), helpers: undefined, ...settings };
  const wishes = checkPolicy(wanted, entries, own);
  if ('key' in wishes) throw new Error(`${wishes.key}: ${wishes.message}`);
  const texts = entries.filter(({ python }) => !python).map(({ path, bytes }) => ({ path, read: () => bytes }));
  return makePlan(entries, own, { wishes, levels, finish, texts });
}

const keepsNothing = () => false;

/** The files after a set of hunks was accepted: changed ones as rendered, the others as they were. */
export function accept(plan: Plan, ids: ReadonlySet<string>): Record<string, Buffer> {
  const changed = render(plan, resolveRequirements(plan, ids).accepted, keepsNothing);
  const result: Record<string, Buffer> = {};
  for (const file of plan.project.files) result[file.path] = file.bytes;
  for (const change of changed) result[change.path] = change.bytesAfter;
  return result;
}

/** The ids of the hunks at a level: `safe`, or both. */
export function idsAt(plan: Plan, level: 'safe' | 'review'): Set<string> {
  return new Set(plan.hunks.filter((hunk) => level === 'review' || hunk.level === 'safe').map((hunk) => hunk.id));
}

/** One file rewritten at a level; `others` are files of its project, which the configuration may need. */
export function rewrite(
  text: string,
  level: 'safe' | 'review' = 'review',
  path = 'mod.py',
  house: House & { readonly others?: Readonly<Record<string, string>> } = {},
): string {
  const plan = planOf({ ...house.others, [path]: text }, house);
  return (accept(plan, idsAt(plan, level))[path] ?? Buffer.alloc(0)).toString();
}

export function ledgerOf(plan: Plan): readonly Entry[] {
  return buildLedger(plan).entries;
}

/** UTF-8 where it is, else one character for each byte. */
function show(bytes: Buffer): string {
  const text = bytes.toString();
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** What a golden holds: every hunk and every refusal in words, then the diff of all hunks. */
export function describePlan(plan: Plan): string {
  const lines: string[] = [];
  const hunkLine = (hunk: Hunk) =>
    `# ${hunk.level} ${hunk.id} line ${hunk.line}: ${hunk.title}${hunk.notes.map((note) => `\n#     ${noteText(note)}`).join('')}`;
  for (const hunk of plan.hunks) lines.push(hunkLine(hunk));
  for (const entry of ledgerOf(plan)) {
    if (entry.verdict !== 'manual') continue;
    lines.push(`# manual ${entry.path}:${entry.line} ${entry.name} (${entry.role})\n#     ${entry.message}`);
  }
  for (const file of plan.skipped) lines.push(`# skipped ${file.path}: ${file.reason}`);
  const after = accept(plan, idsAt(plan, 'review'));
  const diffs = plan.project.files.map((file) =>
    unifiedDiff(file.path, show(file.bytes), show(after[file.path] ?? file.bytes)),
  );
  const there = new Set(plan.project.files.map((file) => file.path));
  for (const path of Object.keys(after)) if (!there.has(path)) lines.push(`# written ${path}`);
  return `${lines.join('\n')}\n${diffs.join('')}`;
}
