// The only writer of import statements: takes names out, puts modules in, in the file's own groups and order.
import type { Edit } from '../../text/edits.ts';
import { leavingPass, type StatementChanges } from '../emptied-blocks.ts';
import type { ImportedName, ImportStatement } from '../import-statements.ts';
import type { Node, SourceFile } from '../source.ts';
import { isStdlib } from '../stdlib-modules.ts';
import { same, spanOf } from '../syntax.ts';
import { type Group, insertionFor, type Layout, layoutOf } from './insertion-point.ts';
import { removeNames } from './remove-names.ts';

/** An import statement to be written. */
export interface NewImport {
  /** The dotted module. */
  readonly module: string;
  /** Whether it is written `from package import module`, which binds the last word. */
  readonly from: boolean;
  /** The local name, where it is not the module's own. */
  readonly as: string | undefined;
  /** The statement beside which it must stand (in a function, under TYPE_CHECKING); undefined for the module's imports. */
  readonly beside: ImportStatement | undefined;
}

/** What becomes of a file's imports. */
export interface ImportChange {
  readonly removed: ReadonlySet<ImportedName>;
  readonly added: readonly NewImport[];
  /** The offset before which imports at module level must stand; undefined where nothing runs while the module loads. */
  readonly before: number | undefined;
  /** What becomes of other statements. */
  readonly others: StatementChanges;
  /** The indentation that the line of an offset will have. */
  indentAt(offset: number): string;
}

/** The edits of a file's imports, and the statements, imports or others, in whose place `pass` must stand. */
export interface ImportEdits {
  /** They touch import statements and blank lines around them, nothing else. */
  readonly edits: readonly Edit[];
  readonly passes: readonly Node[];
}

/** The edits that make the change. */
export function editImports(
  source: SourceFile,
  statements: readonly ImportStatement[],
  change: ImportChange,
): ImportEdits {
  const gone = new Set(
    statements.filter((each) => each.names.length > 0 && each.names.every((name) => change.removed.has(name))),
  );
  const layout = layoutOf(source, statements, gone, change.removed);
  const beside = new Map<ImportStatement, NewImport[]>();
  const atTop: NewImport[] = [];
  for (const added of change.added) {
    const tooLate = change.before !== undefined && insertionFor(layout, added).offset > change.before;
    const site = added.beside ?? (tooLate ? firstAbove(statements, change.before) : undefined);
    if (site) beside.set(site, [...(beside.get(site) ?? []), added]);
    else atTop.push(added);
  }
  const { others, indentAt } = change;
  const passes = leavingPass({
    ...others,
    going: [...others.going, ...[...gone].map(({ node }) => node)],
    beside: [...others.beside, ...[...beside.keys()].map(({ node }) => node)],
  });
  const edits: Edit[] = [];
  const removedLines = new RemovedLines(source);
  for (const statement of statements) {
    const here = beside.get(statement);
    if (gone.has(statement)) {
      if (here)
        edits.push({
          start: statement.node.startIndex,
          end: statement.node.endIndex,
          text: written(source, statement.node, here, indentAt),
        });
      else if (passes.some((node) => same(node, statement.node)))
        edits.push({ ...spanOf(statement.node), text: 'pass' });
      else if (!removedLines.take(statement.node)) edits.push(cutFromLine(source, statement.node));
      continue;
    }
    if (here) {
      const text = written(source, statement.node, here, indentAt);
      const separator = separatorAt(source, statement.node, indentAt);
      edits.push({ start: statement.node.startIndex, end: statement.node.startIndex, text: text + separator });
    }
    edits.push(...removeNames(source, statement, change.removed));
  }
  const insertions = insertAtTop(source, layout, atTop);
  edits.push(...removedLines.edits(insertions));
  return { edits, passes };
}

/** The reference that runs first was reached through an import above it: a new one may stand beside that. */
function firstAbove(statements: readonly ImportStatement[], before = 0): ImportStatement | undefined {
  const above = statements.filter((each) => each.node.startIndex < before);
  return above.find((each) => each.node.parent?.type === 'module') ?? above[0] ?? statements[0];
}

/** The text of import statements, sorted by module; joined as the place demands. */
function written(
  source: SourceFile,
  at: Node,
  imports: readonly NewImport[],
  indentAt: ImportChange['indentAt'],
): string {
  return [...imports]
    .sort(byModule)
    .map(importText)
    .join(separatorAt(source, at, indentAt));
}

function separatorAt(source: SourceFile, at: Node, indentAt: ImportChange['indentAt']): string {
  return startsLine(source, at) ? `${source.eol(at.startIndex)}${indentAt(at.startIndex)}` : '; ';
}

function byModule(a: NewImport, b: NewImport): number {
  return a.module < b.module ? -1 : a.module > b.module ? 1 : (a.as ?? '') < (b.as ?? '') ? -1 : 1;
}

function importText({ module, from, as }: NewImport): string {
  const dot = module.lastIndexOf('.');
  const plain = from ? `from ${module.slice(0, dot)} import ${module.slice(dot + 1)}` : `import ${module}`;
  return as ? `${plain} as ${as}` : plain;
}

function startsLine(source: SourceFile, node: Node): boolean {
  return /^[ \t\f]*$/.test(
    source.text.slice(source.lines.start(source.lines.at(node.startIndex).line), node.startIndex),
  );
}

/** Takes a statement out of a line that it shares with others. */
function cutFromLine(source: SourceFile, node: Node): Edit {
  const after = /^[ \t]*;[ \t]*/.exec(source.text.slice(node.endIndex));
  const rest = after
    ? source.text.slice(node.endIndex + after[0].length, source.lines.end(source.lines.at(node.endIndex).line))
    : '';
  if (after && !/^(#|$)/.test(rest)) return { start: node.startIndex, end: node.endIndex + after[0].length, text: '' };
  const line = source.lines.start(source.lines.at(node.startIndex).line);
  const before = source.text.slice(line, node.startIndex).trimEnd();
  const start = before.endsWith(';') ? line + before.slice(0, -1).trimEnd().length : node.startIndex;
  return { start, end: node.endIndex, text: '' };
}

interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** Whether it takes the place of a group that goes, whose blank lines then stay. */
  readonly inPlaceOf: Group | undefined;
}

/** The insertions at module level, one for each offset. */
function insertAtTop(source: SourceFile, layout: Layout, added: readonly NewImport[]): Insertion[] {
  const byOffset = new Map<number, { lines: NewImport[]; place: ReturnType<typeof insertionFor> }>();
  const ours = (each: NewImport) => Number(!isStdlib(each.module));
  for (const each of [...added].sort((a, b) => ours(a) - ours(b) || byModule(a, b))) {
    const place = insertionFor(layout, each);
    const known = byOffset.get(place.offset) ?? { lines: [], place };
    known.lines.push(each);
    byOffset.set(place.offset, known);
  }
  return [...byOffset].map(([offset, { lines, place }]) => {
    const eol = source.eol(offset);
    const body = lines.map((line, index) => {
      const previous = lines[index - 1];
      const gap = previous && ours(previous) !== ours(line) ? eol : '';
      return gap + importText(line) + eol;
    });
    return { offset, text: place.before(eol) + body.join('') + place.after(eol), inPlaceOf: place.inPlaceOf };
  });
}

/** Whole lines that go, with the blank lines that would be left over. */
class RemovedLines {
  private readonly ranges: { first: number; last: number }[] = [];
  private readonly source: SourceFile;

  constructor(source: SourceFile) {
    this.source = source;
  }

  /** Takes the lines of a statement that has them for itself; false where it shares one. */
  take(node: Node): boolean {
    const { text, lines } = this.source;
    const first = lines.at(node.startIndex).line;
    const last = lines.at(node.endIndex).line;
    if (!/^[ \t\f]*$/.test(text.slice(lines.start(first), node.startIndex))) return false;
    if (!/^[ \t]*;?[ \t]*(#.*)?$/.test(text.slice(node.endIndex, lines.end(last)))) return false;
    const previous = this.ranges[this.ranges.length - 1];
    if (previous && previous.last === first - 1) previous.last = last;
    else this.ranges.push({ first, last });
    return true;
  }

  /** The deletions and the insertions, merged where they meet. */
  edits(insertions: readonly Insertion[]): Edit[] {
    const pending = [...insertions];
    const edits: Edit[] = [];
    for (const range of this.ranges) {
      const { lines } = this.source;
      const start = lines.start(range.first);
      const end = lines.next(range.last);
      const meeting = pending.filter((each) => each.offset >= start && each.offset <= end);
      for (const each of meeting) pending.splice(pending.indexOf(each), 1);
      const text = meeting.map((each) => each.text).join('');
      const keepsGroup = meeting.length > 0;
      if (keepsGroup) edits.push({ start, end, text });
      else if (this.isLast(range))
        edits.push({ start: lines.start(range.first - this.blanksAbove(range)), end, text: '' });
      else edits.push({ start, end: lines.next(range.last + this.surplus(range)), text });
    }
    for (const each of pending) edits.push({ start: each.offset, end: each.offset, text: each.text });
    return edits;
  }

  private isBlank(line: number): boolean {
    const { lines } = this.source;
    return line >= 1 && line <= lines.count && /^[ \t]*$/.test(lines.text(line));
  }

  private blanksAbove(range: { first: number }): number {
    let above = 0;
    while (this.isBlank(range.first - above - 1)) above++;
    return above;
  }

  /** Whether nothing but blank lines follows. */
  private isLast(range: { last: number }): boolean {
    const { text, lines } = this.source;
    return text.slice(lines.next(range.last)).trim() === '';
  }

  /** How many of the blank lines below a removed range go with it, so that no double gap is left. */
  private surplus(range: { first: number; last: number }): number {
    const { lines } = this.source;
    let below = 0;
    while (this.isBlank(range.last + below + 1)) below++;
    const above = this.blanksAbove(range);
    if (range.first === 1) return below;
    if (above > 0) return Math.min(above, below);
    // The first statement of a block: what follows moves up to the line that opens the block.
    return /:[ \t]*(#.*)?$/.test(lines.text(range.first - 1)) ? below : 0;
  }
}
