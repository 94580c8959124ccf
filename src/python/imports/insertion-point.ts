// Where in a file a new import belongs: reads the groups at module level and finds the place that keeps their order.

import { weakMemo } from '../../text/memoize.ts';
import type { ImportedName, ImportStatement } from '../import-statements.ts';
import type { Node, SourceFile } from '../source.ts';
import { isStdlib } from '../stdlib-modules.ts';

/** One import statement at module level. */
interface Entry {
  readonly statement: ImportStatement | undefined;
  readonly node: Node;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly goes: boolean;
  readonly stdlib: boolean;
  /** The top-level package that it imports from; empty for a relative import. */
  readonly top: string;
}

/** What is to be inserted, as far as its place depends on it. */
export interface Wanted {
  /** The dotted module. */
  readonly module: string;
  /** Whether it is written as a from-import. */
  readonly from: boolean;
}

/** Import statements without a blank line or another statement between them. */
export type Group = readonly Entry[];

/** The imports of a file at module level. */
export interface Layout {
  readonly source: SourceFile;
  readonly groups: readonly Group[];
  /** The statements before which no import may stand: the docstring and `from __future__`. */
  readonly preamble: Node | undefined;
}

/** Where a line goes, and the blank lines it needs. */
export interface InsertionPoint {
  readonly offset: number;
  before(eol: string): string;
  after(eol: string): string;
  readonly inPlaceOf: Group | undefined;
}

const DEFINITION = /^(function_definition|class_definition|decorated_definition)$/;

const none = () => '';
const blank = (eol: string) => eol;

const layouts = new WeakMap<SourceFile, Map<string, Layout>>();

/** Gives the layout; `gone` holds the statements that will be taken out whole. Read once for what is removed. */
export function layoutOf(
  source: SourceFile,
  statements: readonly ImportStatement[],
  gone: ReadonlySet<ImportStatement>,
  removed: ReadonlySet<ImportedName>,
): Layout {
  const known = layouts.get(source) ?? new Map<string, Layout>();
  layouts.set(source, known);
  const key = [...removed].map(({ span }) => span.start).join(' ');
  const layout = known.get(key) ?? readLayout(source, statements, gone, removed);
  known.set(key, layout);
  return layout;
}

/** The statements of a file at module level that may be imports: those before its first definition. */
const headOf = weakMemo(({ root }: SourceFile): Node[] => {
  const nodes = root.namedChildren.filter(({ type }) => type !== 'comment');
  const end = nodes.findIndex(({ type }) => DEFINITION.test(type));
  return end < 0 ? nodes : nodes.slice(0, end);
});

const byNodeIn = weakMemo(
  (statements: readonly ImportStatement[]) => new Map(statements.map((statement) => [statement.node.id, statement])),
);

function readLayout(
  source: SourceFile,
  statements: readonly ImportStatement[],
  gone: ReadonlySet<ImportStatement>,
  removed: ReadonlySet<ImportedName>,
): Layout {
  const byNode = byNodeIn(statements);
  const groups: Entry[][] = [];
  let preamble: Node | undefined;
  let group: Entry[] | undefined;
  let previousLine = -1;
  let first = true;
  for (const node of headOf(source)) {
    const docstring = first && isDocstring(node);
    first = false;
    if (docstring || node.type === 'future_import_statement') {
      preamble = node;
      group = undefined;
      continue;
    }
    if (node.type !== 'import_statement' && node.type !== 'import_from_statement') {
      group = undefined;
      continue;
    }
    const firstLine = source.lines.at(node.startIndex).line;
    const lastLine = source.lines.at(node.endIndex).line;
    const statement = byNode.get(node.id);
    const kept = statement?.names.find((name) => !removed.has(name));
    const named = statement?.module || (kept?.name ?? '');
    const entry: Entry = {
      statement,
      node,
      firstLine,
      lastLine,
      goes: statement !== undefined && gone.has(statement),
      stdlib: statement !== undefined && statement.level === 0 && isStdlib(named),
      top: statement?.level === 0 ? (named.split('.')[0] ?? '') : '',
    };
    if (!group || gapBetween(source, previousLine, firstLine)) {
      group = [];
      groups.push(group);
    }
    group.push(entry);
    previousLine = lastLine;
  }
  return { source, groups, preamble };
}

function isDocstring(node: Node): boolean {
  const only = node.type === 'expression_statement' && node.namedChildCount === 1 ? node.firstNamedChild : null;
  return only?.type === 'string' || only?.type === 'concatenated_string';
}

function gapBetween(source: SourceFile, last: number, first: number): boolean {
  for (let line = last + 1; line < first; line++) if (source.lines.text(line).trim() === '') return true;
  return false;
}

const places = new WeakMap<Layout, Map<string, InsertionPoint>>();

/** The place for an import: never on the line of a docstring or of `from __future__`, nor before it. */
export function insertionFor(layout: Layout, wanted: Wanted): InsertionPoint {
  const known = places.get(layout) ?? new Map<string, InsertionPoint>();
  places.set(layout, known);
  const key = `${wanted.from ? 'from' : 'import'} ${wanted.module}`;
  const place = known.get(key) ?? findPlace(layout, wanted);
  known.set(key, place);
  return place;
}

function findPlace(layout: Layout, wanted: Wanted): InsertionPoint {
  const place = isStdlib(wanted.module) ? wantedPlace(layout, wanted) : projectPlace(layout, wanted);
  const { preamble, source } = layout;
  if (!preamble || place.offset > preamble.endIndex) return place;
  return { ...place, offset: source.lines.next(source.lines.at(preamble.endIndex).line), before: blank };
}

/** Beside the other imports of the same package, else a group of its own below the last one. */
function projectPlace(layout: Layout, wanted: Wanted): InsertionPoint {
  const top = wanted.module.split('.')[0];
  const group = groupWithMost(layout.groups, (entry) => entry.top === top);
  if (group) return { offset: within(layout.source, group, wanted), before: none, after: none, inPlaceOf: undefined };
  const last = layout.groups.findLast((each) => each.some((entry) => !entry.goes))?.at(-1);
  if (!last) return wantedPlace(layout, wanted);
  return {
    offset: layout.source.lines.next(last.lastLine),
    before: blank,
    after: none,
    inPlaceOf: undefined,
  };
}

function wantedPlace(layout: Layout, wanted: Wanted): InsertionPoint {
  const group = groupWithMost(layout.groups, (entry) => entry.stdlib);
  if (group) return { offset: within(layout.source, group, wanted), before: none, after: none, inPlaceOf: undefined };
  const first = layout.groups[0];
  if (!first) return atStart(layout);
  const head = first[0];
  const start = head ? startWithComments(layout.source, head) : 0;
  if (first.every((entry) => entry.goes)) {
    return {
      offset: head ? layout.source.lines.start(head.firstLine) : 0,
      before: none,
      after: none,
      inPlaceOf: first,
    };
  }
  return { offset: start, before: none, after: blank, inPlaceOf: undefined };
}

/** The group that holds most imports of a kind that stay. */
function groupWithMost(groups: readonly Group[], kind: (entry: Entry) => boolean): Group | undefined {
  const count = (group: Group) => group.filter((entry) => kind(entry) && !entry.goes).length;
  let best: Group | undefined;
  for (const group of groups) if (count(group) > (best ? count(best) : 0)) best = group;
  return best;
}

/** A statement as far as order is concerned. */
interface Ordered {
  readonly kind: 'import' | 'from';
  readonly key: string;
  /** Whether it names one thing: checkers of import order pass over the others. */
  readonly single: boolean;
}

/** The names by which statements are put in order: all mixed (OpenStack's H306), or plain imports before from-imports. */
const ORDERS: readonly ((entry: Ordered) => string)[] = [
  (entry) => entry.key,
  (entry) => (entry.kind === 'import' ? '0' : '1') + entry.key,
];

/** The offset in a group at which the new line disturbs the order least; the later one where two are alike. */
function within(source: SourceFile, group: Group, wanted: Wanted): number {
  const staying = group.filter((entry) => !entry.goes);
  const entries = staying.map(
    (entry): Ordered => ({
      kind: entry.statement?.kind ?? 'import',
      key: keyOf(entry.statement),
      single: entry.statement?.names.length === 1,
    }),
  );
  const stdlib = isStdlib(wanted.module);
  const added: Ordered = { kind: wanted.from ? 'from' : 'import', key: wanted.module.toLowerCase(), single: true };
  const order = ORDERS.reduce((best, each) => (disorder(entries, each) < disorder(entries, best) ? each : best));
  let position = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index <= entries.length; index++) {
    const sequence = [...entries.slice(0, index), added, ...entries.slice(index)];
    // A standard-library import after one of another kind is out of place even where the alphabet allows it.
    const strangers = stdlib && staying.slice(0, index).some((entry) => !entry.stdlib) ? 0.2 : 0;
    const cost = disorder(sequence, order) + strangers;
    if (cost <= least) {
      least = cost;
      position = index;
    }
  }
  const previous = staying[position - 1];
  if (previous) return source.lines.next(previous.lastLine);
  const next = staying[0];
  return next ? startWithComments(source, next) : 0;
}

/** How many neighbours stand in the wrong order; a pair that no checker compares counts less. */
function disorder(entries: readonly Ordered[], order: (entry: Ordered) => string): number {
  let count = 0;
  for (const [index, entry] of entries.entries()) {
    const previous = entries[index - 1];
    if (previous && order(entry) < order(previous)) count += entry.single && previous.single ? 1 : 0.4;
  }
  return count;
}

/** `import a.b` and `from a import b` both sort as `a.b`. */
function keyOf(statement: ImportStatement | undefined): string {
  if (!statement) return '';
  const first = statement.names[0]?.name ?? '*';
  return (
    statement.kind === 'from' ? `${'.'.repeat(statement.level)}${statement.module}.${first}` : first
  ).toLowerCase();
}

/** The start of a statement's lines with the comment lines right above it, unless those open the file (a licence). */
function startWithComments(source: SourceFile, entry: Entry): number {
  let line = entry.firstLine;
  while (line > 1 && /^[ \t]*#/.test(source.lines.text(line - 1))) line--;
  return source.lines.start(line === 1 ? entry.firstLine : line);
}

/** In a file without imports at module level: after the preamble, else before the first statement. */
function atStart(layout: Layout): InsertionPoint {
  const { source, preamble } = layout;
  if (preamble) {
    const next = source.lines.at(preamble.endIndex).line + 1;
    const gap = source.lines.text(next).trim() === '';
    return { offset: source.lines.start(next), before: blank, after: gap ? none : blank, inPlaceOf: undefined };
  }
  const first = source.root.namedChildren.find((node) => node.type !== 'comment');
  if (!first) return { offset: source.text.length, before: none, after: none, inPlaceOf: undefined };
  const line = lineAfterHead(source, source.lines.at(first.startIndex).line);
  // Two blank lines stand before a function or a class at module level.
  const definition = DEFINITION.test(first.type);
  const after = definition ? (eol: string) => eol + eol : blank;
  return { offset: source.lines.start(line), before: none, after, inPlaceOf: undefined };
}

/** The first line of a statement with the comments right above it, but below a file's head: interpreter, encoding, licence. */
function lineAfterHead(source: SourceFile, statement: number): number {
  let line = statement;
  while (line > 1 && /^[ \t]*#/.test(source.lines.text(line - 1))) line--;
  if (line > 1) return line;
  let head = 1;
  while (head < statement && /^#!|coding[:=]/.test(source.lines.text(head))) head++;
  const rest = Array.from({ length: statement - head }, (_, index) => source.lines.text(head + index)).join('\n');
  return /copyright|licen[cs]e|spdx/i.test(rest) ? statement : head;
}
