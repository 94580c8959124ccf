// What a rewrite has moved beside what it was meant to change: a line diff of the bytes, in which every line must be accounted
// for by an accepted hunk, an import, or a blank line next to one. Lines are compared as bytes (one unit for each).
import { diffArrays } from 'diff';
import type { FileModel } from '../../src/engine/model.ts';
import type { Hunk } from '../../src/engine/plan.ts';
import { decode } from '../../src/python/encoding.ts';
import { readImports } from '../../src/python/imports.ts';
import { parse, type SourceFile } from '../../src/python/source.ts';
import type { Span } from '../../src/text/edits.ts';

const BLANK = /^[ \t\f]*\r?\n?$/;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** One side: its lines, and which of them imports touch. */
interface Side {
  readonly lines: readonly string[];
  /** The spans of import statements, in the text. */
  readonly imports: readonly Span[];
  readonly source: SourceFile;
  /** Lines (from 0) that hold nothing but import statements and comments. */
  readonly pure: ReadonlySet<number>;
}

function sideOf(source: SourceFile, lines: readonly string[]): Side {
  const imports = readImports(source).map(({ node }) => ({ start: node.startIndex, end: node.endIndex }));
  const pure = new Set<number>();
  for (const span of imports) {
    const last = source.lines.at(span.end).line;
    for (let line = source.lines.at(span.start).line; line <= last; line++) {
      let rest = '';
      for (let at = source.lines.start(line); at < source.lines.end(line); at++) {
        if (!imports.some((each) => each.start <= at && at < each.end)) rest += source.text[at];
      }
      if (/^[\s;]*(#.*)?$/.test(rest)) pure.add(line - 1);
    }
  }
  return { lines, imports, source, pure };
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split(/(?<=\n)/);
}

/** What has changed in a file that neither its accepted hunks nor its imports explain. */
export function strayChanges(model: FileModel, hunks: readonly Hunk[], before: Buffer, after: Buffer): string[] {
  const bom = before.subarray(0, 3).equals(UTF8_BOM);
  if (bom !== after.subarray(0, 3).equals(UTF8_BOM)) return ['the byte-order mark has changed'];
  const decoded = decode(after);
  if ('reason' in decoded) return [`the result cannot be decoded: ${decoded.reason}`];
  const parsed = parse(model.path, decoded.text);
  if ('reason' in parsed) return [`the result cannot be parsed: ${parsed.reason}`];
  const skip = bom ? 3 : 0;
  const old = sideOf(model.source, linesOf(before.subarray(skip)));
  const fresh = sideOf(parsed, linesOf(after.subarray(skip)));
  const [was, now] = [codeLines(old), codeLines(fresh)];
  const edits = editPatterns(model, hunks, old);
  const problems: string[] = [];
  let atOld = 0;
  let atFresh = 0;
  for (const part of chunks(
    was.map((line) => old.lines[line] ?? ''),
    now.map((line) => fresh.lines[line] ?? ''),
  )) {
    // An edit may begin or end on a line that looks the same afterwards: it goes with its neighbours.
    const [head, tail] = reach(edits, old, was, atOld, part.removed);
    const removed = was.slice(atOld - head, atOld + part.removed + tail);
    const added = now.slice(atFresh - head, atFresh + part.added + tail);
    problems.push(...strayInChunk(model, edits, old, fresh, removed, added, gapBefore(old, was, atOld + part.removed)));
    atOld += part.removed;
    atFresh += part.added;
    for (let count = 0; count < part.same; count++, atOld++, atFresh++) {
      if (part.removed + part.added > 0 && count === 0) continue;
      const gaps = [gapBefore(old, was, atOld), gapBefore(fresh, now, atFresh)] as const;
      if (gaps.some((gap) => gap.imports)) continue;
      if (gaps[0].text !== gaps[1].text)
        problems.push(`the blank lines before line ${(was[atOld] ?? 0) + 1} have changed, and no import is near`);
    }
  }
  return [...problems, ...lineEndTrouble(old, fresh), ...lostComments(old, fresh)];
}

/** Lines (from 0) that hold more than white space and imports. */
function codeLines(side: Side): number[] {
  return side.lines.flatMap((line, index) => (side.pure.has(index) || BLANK.test(line) ? [] : [index]));
}

/** What stands between a code line and the one before it. */
function gapBefore(side: Side, code: readonly number[], index: number): { text: string; imports: boolean } {
  const from = index === 0 ? 0 : (code[index - 1] ?? 0) + 1;
  const to = code[index] ?? side.lines.length;
  let imports = holdsImport(side, from - 1) || holdsImport(side, to);
  for (let line = from; line < to; line++) imports ||= side.pure.has(line);
  return { text: side.lines.slice(from, to).join(''), imports };
}

/** How many lines before and after a run of removed code lines share an edit with it. */
function reach(
  edits: readonly EditPattern[],
  side: Side,
  code: readonly number[],
  at: number,
  count: number,
): readonly [number, number] {
  if (count === 0) return [0, 0];
  const { lines } = side.source;
  const lineOf = (index: number) => (code[index] ?? 0) + 1;
  let [first, last] = [at, at + count - 1];
  for (const edit of edits) {
    if (edit.end < lines.start(lineOf(first)) || edit.start > lines.end(lineOf(last))) continue;
    while (first > 0 && edit.start < lines.start(lineOf(first))) first--;
    while (last < code.length - 1 && edit.end > lines.end(lineOf(last))) last++;
  }
  return [at - first, last - (at + count - 1)];
}

interface Chunk {
  removed: number;
  added: number;
  same: number;
}

/** A line diff as runs: so many lines went, so many came, so many are the same. */
function chunks(old: readonly string[], fresh: readonly string[]): Chunk[] {
  const found: Chunk[] = [];
  let open: Chunk = { removed: 0, added: 0, same: 0 };
  for (const part of diffArrays([...old], [...fresh])) {
    const count = part.value.length;
    if ((part.removed || part.added) && open.same > 0) {
      found.push(open);
      open = { removed: 0, added: 0, same: 0 };
    }
    if (part.removed) open.removed += count;
    else if (part.added) open.added += count;
    else open.same += count;
  }
  return [...found, open];
}

function strayInChunk(
  model: FileModel,
  edits: readonly EditPattern[],
  old: Side,
  fresh: Side,
  gone: readonly number[],
  come: readonly number[],
  gap: { readonly imports: boolean },
): string[] {
  for (const line of gone) {
    const from = old.source.lines.start(line + 1);
    const to = old.source.lines.next(line + 1);
    if (!edits.some((edit) => edit.start <= to && from <= edit.end)) {
      return [`line ${line + 1} was changed or removed without a reason: ${JSON.stringify(old.lines[line])}`];
    }
  }
  const expected = new RegExp(`^${gone.map((line) => linePattern(model, old, line, edits)).join('')}$`);
  const actual = come.map((line) => fresh.lines[line]).join('');
  if (expected.test(actual)) return [];
  // A block that held nothing but imports gets a `pass`.
  const withoutPass = come.filter((line) => !/^\s*pass\b/.test(fresh.lines[line] ?? ''));
  const emptied = gap.imports || gone.some((line) => gapBefore(old, gone, gone.indexOf(line)).imports);
  if (emptied && expected.test(withoutPass.map((line) => fresh.lines[line]).join(''))) return [];
  const was = gone.map((line) => old.lines[line]).join('');
  return [`${JSON.stringify(was)} became ${JSON.stringify(actual)}, which is not its hunks' doing`];
}

interface EditPattern extends Span {
  readonly pattern: string;
}

/** What stands in the place of each accepted change and of each import, as a regular expression. */
function editPatterns(model: FileModel, hunks: readonly Hunk[], old: Side): EditPattern[] {
  const { text } = model.source;
  const changes = hunks.flatMap((hunk) => hunk.changes);
  const written = changes.map(({ span, pieces }) => ({
    ...span,
    pattern: pieces
      .map((piece) => (typeof piece === 'string' ? quote(piece) : `[\\w.]+\\.${piece.symbol.split('.').at(-1)}`))
      .join(''),
  }));
  const imports = old.imports.map(({ start, end }) => ({
    start: start - (/[ \t]*;?[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0),
    end: end + (/^[ \t]*;?[ \t]*/.exec(text.slice(end))?.[0].length ?? 0),
    pattern: '[^\\n]*?',
  }));
  const indentKept = imports.map((each) => ({ ...each, start: Math.max(each.start, lineStart(old, each.start)) }));
  return [...written, ...indentKept].sort((a, b) => a.start - b.start || a.end - b.end);
}

function lineStart(side: Side, offset: number): number {
  return side.source.lines.start(side.source.lines.at(offset).line);
}

/** A line with the accepted changes in it as patterns, the rest as it is. */
function linePattern(model: FileModel, old: Side, line: number, edits: readonly EditPattern[]): string {
  const { lines, text } = old.source;
  const end = lines.next(line + 1);
  let at = lines.start(line + 1);
  let pattern = '';
  for (const edit of edits) {
    if (edit.end < at || edit.start >= end || (edit.end === at && edit.start < at)) continue;
    if (edit.start > at) pattern += literal(model, text.slice(at, edit.start));
    if (edit.start >= at) pattern += edit.pattern;
    at = Math.max(at, Math.min(edit.end, end));
  }
  return pattern + literal(model, text.slice(at, end));
}

function literal(model: FileModel, text: string): string {
  return quote(Buffer.from(text, model.decoded.encoding === 'utf-8' ? 'utf8' : 'latin1').toString('latin1'));
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function holdsImport(side: Side, line: number): boolean {
  const from = side.source.lines.start(line + 1);
  const to = side.source.lines.end(line + 1);
  return side.imports.some((span) => span.start <= to && from <= span.end);
}

/** New lines end as the file's lines do, and the last line ends or does not end as before. */
function lineEndTrouble(old: Side, fresh: Side): string[] {
  const kinds = (side: Side) => new Set(side.lines.flatMap((line) => /\r?\n$/.exec(line)?.[0] ?? []));
  const known = kinds(old);
  const problems = [...kinds(fresh)]
    .filter((kind) => known.size > 0 && !known.has(kind))
    .map((kind) => `a line ends in ${JSON.stringify(kind)}, which no line did`);
  const ended = (side: Side) => side.lines.at(-1)?.endsWith('\n') === true;
  // Where the last line was an import that goes, the line before it is the last, with the end that it always had.
  const lastGoes = old.pure.has(old.lines.length - 1);
  if (ended(old) !== ended(fresh) && !lastGoes)
    problems.push(`the file ${ended(old) ? 'no longer ends' : 'now ends'} in a newline`);
  return problems;
}

/** An import statement of one line that loses some of its names keeps its comment. */
function lostComments(old: Side, fresh: Side): string[] {
  const comment = (side: Side, span: Span) => {
    const line = side.source.lines.at(span.end).line;
    return /^[ \t;]*(#.*)$/.exec(side.source.text.slice(span.end, side.source.lines.end(line)))?.[1];
  };
  const head = (side: Side, span: Span) =>
    /^from[ \t]+\S+[ \t]+import/.exec(side.source.text.slice(span.start, span.end));
  const problems: string[] = [];
  for (const span of old.imports) {
    const had = comment(old, span);
    const from = head(old, span)?.[0];
    if (!had || !from) continue;
    const same = (side: Side) => side.imports.filter((each) => head(side, each)?.[0] === from);
    if (same(fresh).length !== same(old).length) continue;
    if (!same(fresh).some((each) => comment(fresh, each) === had))
      problems.push(`an import that stays lost \`${had}\``);
  }
  return problems;
}
