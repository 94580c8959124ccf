// The ledger: every line that holds the library's name, and every reference without it, with what becomes of each.

import type { Outcome } from '../plan/hunks/hunk.ts';
import { isDraft } from '../plan/hunks/level.ts';
import { notesText } from '../plan/hunks/note.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { providerOf, reasonToKeep } from '../project/import-liveness.ts';
import type { FoundName, ProjectFile } from '../project/project-file.ts';
import { groupOf } from '../project/symbol-owners.ts';
import { fitsPattern } from '../project/trace.ts';
import type { Library, LibraryBinding } from '../python/import-bindings.ts';
import type { ImportedName } from '../python/import-statements.ts';
import { MODULE_LEVEL } from '../python/references.ts';
import { enclosingDefinitions } from '../python/syntax.ts';
import { capitalize } from '../text/capitalize.ts';
import type { Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { indexLines } from '../text/line-index.ts';
import { weakMemo } from '../text/memoize.ts';
import { type Entry, verdictOf } from './entry.ts';
import { mockEntries, stringEntries } from './string-entries.ts';

/** The ledger of the chosen files. */
export interface Ledger {
  readonly entries: readonly Entry[];
  /** Lines that hold the name in any letter case, in all text files. */
  readonly lines: number;
  /** Files with such a line. */
  readonly files: number;
  /** Python files that import the library. */
  readonly importingFiles: number;
}

const NO_TASK = { group: null, detail: '' } as const;

/** Builds the ledger over the chosen files. */
export function buildLedger(plan: Plan): Ledger {
  const entries: Entry[] = [];
  const models = new Map(plan.files.map((file) => [file.model.path, file]));
  const reached = reachedElsewhere(plan);
  let lines = 0;
  let files = 0;
  for (const file of plan.project.files) {
    if (!file.chosen) continue;
    const planned = models.get(file.path);
    const holding = mentions(file, planned?.model, plan);
    const own = planned ? [...entriesOf(planned.model, planned.outcomes, plan), ...mockEntries(planned, plan)] : [];
    if (file.python && holding.length > 0)
      own.push(...stringEntries(file, planned?.model, planned?.followers ?? [], plan));
    const covered = new Set<number>();
    for (const entry of own) for (let line = entry.line; line <= entry.endLine; line++) covered.add(line);
    lines += holding.length;
    if (holding.length > 0) files++;
    const places = new Set(own.flatMap(placesOf));
    for (const entry of reached.get(file.path) ?? []) {
      if (placesOf(entry).some((place) => places.has(place))) continue;
      for (const place of placesOf(entry)) places.add(place);
      own.push(entry);
    }
    entries.push(...own, ...holding.filter((entry) => !covered.has(entry.line)));
  }
  entries.sort((a, b) => (a.path === b.path ? a.line - b.line || a.column - b.column : a.path < b.path ? -1 : 1));
  const chosen = new Set(plan.project.files.filter((file) => file.chosen).map((file) => file.path));
  const importingFiles = plan.files.filter(({ model }) => model.importing && chosen.has(model.path)).length;
  return { entries, lines, files, importingFiles };
}

/** What makes an entry the same as another: its place, or its name on its line. */
function placesOf({ line, column, name }: Entry): string[] {
  return [`${line} ${column}`, `${line} ${name}`];
}

function entriesOf(model: AnalyzedFile, outcomes: readonly Outcome[], plan: Plan): Entry[] {
  const place = (span: Span) => {
    const start = model.source.lines.at(span.start);
    const end = model.source.lines.at(span.end);
    return { path: model.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const entries: Entry[] = [];
  for (const { reference, owner, hunk, message, task, value } of outcomes) {
    const decided = {
      transform: owner.transform.id,
      verdict: verdictOf(hunk),
      message: hunk ? notesText(hunk.notes) : (message ?? ''),
      hunk: hunk && indexPlan(plan).has(hunk) ? hunk.id : null,
      // To take a draft is work of a person's, as what has only advice.
      group: isDraft(hunk) ? groupOf(owner) : hunk ? null : (task?.group ?? null),
    };
    entries.push({
      ...place(reference.span),
      name: owner.name,
      role: reference.role,
      within: reference.within,
      ...decided,
      detail: hunk ? '' : (task?.detail ?? ''),
    });
    for (const each of value?.uses ?? []) {
      if (each.name === '') continue;
      const within = enclosingDefinitions(model.source.root.descendantForIndex(each.nameSpan.start)) || MODULE_LEVEL;
      entries.push({
        ...place(each.nameSpan),
        name: `${owner.name}.${each.name}`,
        role: 'attribute',
        within,
        ...decided,
        detail: '',
      });
    }
  }
  const through = groupBy(outcomes, ({ reference }) => reference.binding);
  for (const binding of model.bindings) {
    // A module of the project is no name of the library; what is used of it has its own lines.
    if (binding.shared) continue;
    for (const name of binding.imports) {
      // The first name of a statement stands for its head as well: `from x import (` may be a line of its own.
      const start = name.statement.names[0] === name ? name.statement.node.startIndex : name.span.start;
      entries.push({
        ...place({ start, end: name.span.end }),
        ...importEntry(model, binding, name, through.get(binding) ?? [], plan),
      });
    }
  }
  for (const statement of model.imports) {
    if (!statement.star) continue;
    const owner = plan.registry.ownerOf(statement.module);
    entries.push({
      ...place({ start: statement.node.startIndex, end: statement.node.endIndex }),
      name: `${statement.module}.*`,
      role: 'import',
      within: enclosingDefinitions(statement.node) || MODULE_LEVEL,
      transform: owner?.transform.id ?? '',
      verdict: 'manual',
      message: 'A star import binds every public name: import what is used by name, then run degreen again.',
      hunk: null,
      group: owner ? groupOf(owner) : null,
      detail: 'star import',
    });
  }
  return entries;
}

/** The places in other files that use an attribute under which a followed object is known, by their paths. */
function reachedElsewhere(plan: Plan): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const { model, outcomes } of plan.files) {
    for (const { reference, owner, hunk, value } of outcomes) {
      const { line } = model.source.lines.at(reference.span.start);
      for (const { path, line: at, found: place } of value?.escapes ?? []) {
        if (!path || !place) continue;
        const entry: Entry = {
          path,
          line: at,
          column: place.column,
          endLine: at,
          endColumn: place.endColumn,
          name: place.member ? `${owner.name}.${place.member}` : owner.name,
          role: 'attribute',
          within: '',
          transform: owner.transform.id,
          verdict: 'manual',
          message: hunk
            ? `It may be the object created at ${model.path}:${line}, which a hunk rewrites: check it here too.`
            : `It may be the object created at ${model.path}:${line}, which stays.`,
          hunk: null,
          group: groupOf(owner),
          detail: '',
        };
        const known = found.get(path);
        if (known) known.push(entry);
        else found.set(path, [entry]);
      }
    }
  }
  return found;
}

type ImportEntry = Omit<Entry, 'path' | 'line' | 'column' | 'endLine' | 'endColumn'>;

/** An import goes when all that is reached through it goes. */
function importEntry(
  model: AnalyzedFile,
  binding: LibraryBinding,
  imported: ImportedName,
  all: readonly Outcome[],
  plan: Plan,
): ImportEntry {
  const owner = plan.registry.ownerOf(imported.loads) ?? plan.registry.ownerOf(binding.target);
  const users = plan.reached.get(`${model.path} ${binding.local}`) ?? [];
  // Of several imports that bind one name, each has the references that rely on what it loads.
  const own = all.filter((outcome) => providerOf(binding, outcome.reference.path) === imported.loads);
  const goes = ({ hunk }: Outcome) => hunk !== undefined && !isDraft(hunk);
  const through = all.every(goes) ? all : own;
  const stays = through.filter((outcome) => !goes(outcome));
  const base = {
    name: owner?.name ?? imported.loads,
    role: 'import' as const,
    within: enclosingDefinitions(imported.statement.node) || MODULE_LEVEL,
    transform: (owner ?? all[0]?.owner)?.transform.id ?? '',
    hunk: null,
    ...NO_TASK,
  };
  /** One that does not wait for the uses which are listed is work of its own. */
  const left = (message: string, detail: string): ImportEntry => {
    return { ...base, verdict: 'manual', message, group: owner ? groupOf(owner) : null, detail };
  };
  const moved = all.find(({ hunk }) => hunk?.imports?.binding === binding)?.hunk;
  if (moved) {
    const group = isDraft(moved) && owner ? groupOf(owner) : null;
    const hunk = indexPlan(plan).has(moved) ? moved.id : null;
    return { ...base, verdict: verdictOf(moved), message: notesText(moved.notes), hunk, group };
  }
  if (binding.trouble) return left(`${capitalize(binding.trouble)}.`, binding.trouble);
  const [user] = users;
  if (through.length === 0 && user) {
    const message = `Here for others, such as ${user.path}:${user.line}; it goes with the last of them.`;
    return { ...base, verdict: 'manual', message };
  }
  if (through.length === 0) {
    return left(
      'Imported but not used in this file: it may be here for other files or for its side effects.',
      'imported, but not used in this file',
    );
  }
  const kept = reasonToKeep(model, binding, () => false);
  if (kept) return left(`Stays: ${kept}.`, `the import stays: ${kept}`);
  const holder = users.find((place) => !place.named && !place.follower && !place.imported);
  if (holder && binding.scope.kind === 'module') {
    const message = `Stays: ${holder.path}:${holder.line} reaches it through this module.`;
    return { ...base, verdict: 'manual', message };
  }
  const [first] = stays;
  if (first) {
    const { line } = model.source.lines.at(first.reference.span.start);
    return { ...base, verdict: 'manual', message: `Stays as long as line ${line} uses ${first.owner.name}.` };
  }
  const review = through.some((outcome) => outcome.hunk?.level === 'review');
  return {
    ...base,
    verdict: review ? 'review' : 'safe',
    message: review ? 'Goes when the hunks of this file are accepted.' : '',
  };
}

const BINARY_HEAD = 8000;

/** The library's names in any letter case. */
export const rootPattern = weakMemo(({ roots }: Library) => new RegExp([...roots].join('|'), 'i'));

/** One mention for each line that holds a root in any letter case. Files with a NUL near their head are binary, as git says. */
function mentions(file: ProjectFile, model: AnalyzedFile | undefined, plan: Plan): Entry[] {
  const found = file.searched
    ? (file.searched.words ?? [])
    : fitsPattern(file, rootPattern(plan.registry.library))
      ? wordsIn(file.bytes, plan.registry.library, model?.source.text)
      : [];
  return found.map(({ line, column, text }) => ({
    path: file.path,
    line,
    column,
    endLine: line,
    endColumn: column + text.length,
    name: text.toLowerCase(),
    role: 'mention',
    within: '',
    transform: plan.registry.ownerOf(text.toLowerCase())?.transform.id ?? '',
    verdict: 'mention',
    message: '',
    hunk: null,
    ...NO_TASK,
  }));
}

/**
 * The first place on each line that holds a root, of a file that fits `rootPattern` somewhere.
 * @param read - the text, where it was decoded; it has the same lines.
 */
export function wordsIn(bytes: Buffer, library: Library, read?: string): FoundName[] {
  const pattern = new RegExp(rootPattern(library), 'gi');
  if (bytes.subarray(0, BINARY_HEAD).includes(0)) return [];
  const text = read ?? bytes.toString('utf8');
  const lines = indexLines(text);
  const found = new Map<number, FoundName>();
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const place = lines.at(index);
    if (!found.has(place.line)) found.set(place.line, { ...place, text: word });
  }
  return [...found.values()];
}
