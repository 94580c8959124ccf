// What a rewrite has moved beside what it was meant to change. Every line must be as it was, but for accepted changes, import
// statements, and blank lines next to those. Lines are compared as bytes (one unit for each).
import { diffArrays } from 'diff';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import { notesText } from '../../src/plan/hunks/note.ts';
import type { AnalyzedFile } from '../../src/project/analyzed-file.ts';
import { isUse, shapeOf } from '../../src/python/changes.ts';
import { decode } from '../../src/python/encoding.ts';
import { readImports } from '../../src/python/import-statements.ts';
import { parse, type SourceFile } from '../../src/python/source.ts';
import { clip } from '../../src/python/syntax.ts';
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
export function strayChanges(model: AnalyzedFile, hunks: readonly Hunk[], before: Buffer, after: Buffer): string[] {
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
  return [
    ...strayCode(model, hunks, old, fresh, was, now),
    ...strayBlanks(old, fresh, was, now),
    ...lineEndTrouble(old, fresh),
    ...lostComments(old, fresh),
    ...lostFromCode(old, fresh, hunks),
  ];
}

/** Lines (from 0) that hold more than white space and imports. */
function codeLines(side: Side): number[] {
  return side.lines.flatMap((line, index) => (side.pure.has(index) || BLANK.test(line) ? [] : [index]));
}

/** The code as a whole: each line as it was, but for what stands in the place of accepted changes. */
function strayCode(
  model: AnalyzedFile,
  hunks: readonly Hunk[],
  old: Side,
  fresh: Side,
  was: readonly number[],
  now: readonly number[],
): string[] {
  const edits = editPatterns(model, hunks, old);
  // A block that held nothing but imports gets a `pass`.
  const patterns = was.map((line, index) => {
    const emptied = gapBefore(old, was, index).imports ? '(?:[ \\t]*pass\\b[^\\n]*\\n)?' : '';
    return emptied + linePattern(model, old, line, edits);
  });
  const end = gapBefore(old, was, was.length).imports ? '(?:[ \\t]*pass\\b[^\\n]*\\n?)?' : '';
  const code = now.map((line) => fresh.lines[line]).join('');
  if (new RegExp(`^${patterns.join('')}${end}$`).test(code)) return [];
  const first = patterns.findIndex((_, index) => !new RegExp(`^${patterns.slice(0, index + 1).join('')}`).test(code));
  if (first < 0) return ['there is code at the end that was not there'];
  const line = was[first] ?? 0;
  return [`line ${line + 1} was changed by more than its hunks: ${JSON.stringify(old.lines[line])}`];
}

/** Blank lines come and go next to imports only. */
function strayBlanks(old: Side, fresh: Side, was: readonly number[], now: readonly number[]): string[] {
  const problems: string[] = [];
  for (const [atOld, atFresh] of pairs(old, fresh, was, now)) {
    const [before, after] = [gapBefore(old, was, atOld), gapBefore(fresh, now, atFresh)];
    if (before.imports || after.imports || before.text === after.text) continue;
    problems.push(`the blank lines before line ${(was[atOld] ?? 0) + 1} have changed, and no import is near`);
  }
  return problems;
}

/** Which code line became which, where both it and the one before it are certain. */
function pairs(old: Side, fresh: Side, was: readonly number[], now: readonly number[]): [number, number][] {
  if (was.length === now.length) return was.map((_, index) => [index, index]);
  const found: [number, number][] = [];
  let [atOld, atFresh] = [0, 0];
  const text = (side: Side, lines: readonly number[]) => lines.map((line) => side.lines[line] ?? '');
  for (const part of diffArrays(text(old, was), text(fresh, now))) {
    const count = part.value.length;
    if (part.removed) atOld += count;
    else if (part.added) atFresh += count;
    else {
      for (let index = 1; index < count; index++) found.push([atOld + index, atFresh + index]);
      [atOld, atFresh] = [atOld + count, atFresh + count];
    }
  }
  return found;
}

/** What stands between a code line and the one before it. */
function gapBefore(side: Side, code: readonly number[], index: number): { text: string; imports: boolean } {
  const from = index === 0 ? 0 : (code[index - 1] ?? 0) + 1;
  const to = code[index] ?? side.lines.length;
  let imports = holdsImport(side, from - 1) || holdsImport(side, to);
  for (let line = from; line < to; line++) imports ||= side.pure.has(line);
  return { text: side.lines.slice(from, to).join(''), imports };
}

interface EditPattern extends Span {
  readonly pattern: string;
}

/** What stands in the place of each accepted change and of each import, as a regular expression. */
function editPatterns(model: AnalyzedFile, hunks: readonly Hunk[], old: Side): EditPattern[] {
  const { text } = model.source;
  const changes = hunks.flatMap((hunk) => hunk.changes);
  const whole = changes.filter(({ takes }) => takes === 'statement');
  const parts = changes.filter(({ takes }) => takes !== 'statement').flatMap((change) => shapeOf(change).parts);
  // What its block needs is not decided here.
  const removed = whole.map(({ span }) => ({ ...span, pattern: '(?:[ \\t]*pass\\b[^\\n]*\\n?)?' }));
  const written = parts.map(({ start, end, pieces }) => ({
    start,
    end,
    pattern: pieces
      .map((piece) => {
        if (typeof piece === 'string') return quote(piece);
        if (!isUse(piece)) return '[^]*';
        return piece.part ? '[\\w.]+' : `[\\w.]+\\.${piece.symbol.split('.').at(-1)}`;
      })
      .join(''),
  }));
  const imports = old.imports.map(({ start, end }) => ({
    start: start - (/[ \t]*;?[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0),
    end: end + (/^[ \t]*;?[ \t]*/.exec(text.slice(end))?.[0].length ?? 0),
    pattern: '[^\\n]*?',
  }));
  const indentKept = imports.map((each) => ({ ...each, start: Math.max(each.start, lineStart(old, each.start)) }));
  return inAnyOrder([...written, ...removed, ...indentKept].sort(insertionsFirst));
}

/** Of what begins at one place, insertions stand before it, and the longest has the others in it. */
function insertionsFirst(a: Span, b: Span): number {
  const isInsertion = ({ start, end }: Span) => Number(start === end);
  return a.start - b.start || isInsertion(b) - isInsertion(a) || b.end - a.end;
}

/** Several insertions at one place as one: which of two wraps of one text is the outer one is not decided here. */
function inAnyOrder(sorted: readonly EditPattern[]): EditPattern[] {
  const isInsertion = ({ start, end }: EditPattern) => start === end;
  return sorted.flatMap((each, index) => {
    if (!isInsertion(each)) return [each];
    if (sorted[index - 1]?.start === each.start && sorted[index - 1]?.end === each.end) return [];
    const here = sorted.filter((other) => isInsertion(other) && other.start === each.start && other.pattern !== '');
    const patterns = here.map(({ pattern }) => pattern);
    return here.length < 2
      ? here
      : [{ ...each, pattern: `(?:${[...new Set(patterns)].join('|')}){${patterns.length}}` }];
  });
}

function lineStart(side: Side, offset: number): number {
  return side.source.lines.start(side.source.lines.at(offset).line);
}

/** A line with the accepted changes in it as patterns, the rest as it is. */
function linePattern(model: AnalyzedFile, old: Side, line: number, edits: readonly EditPattern[]): string {
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

function literal(model: AnalyzedFile, text: string): string {
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

/** What stands beside code stays: every comment but those of import statements those that are code, and those that a hunk names; and every text that an f-string prints. */
function lostFromCode(old: Side, fresh: Side, hunks: readonly Hunk[]): string[] {
  const beside = (side: Side): string[] => {
    const { root, lines } = side.source;
    const comments = root
      .descendantsOfType('comment')
      .filter((node) => !/^#\s*type:/.test(node.text) && !holdsImport(side, lines.at(node.startIndex).line - 1))
      .map((node) => node.text.trimEnd());
    const printed = root
      .descendantsOfType('interpolation')
      .filter(({ children }) => children.some((c) => c.type === '='));
    return [...comments, ...printed.map((node) => node.text)];
  };
  const now = beside(fresh);
  return beside(old).flatMap((text) => {
    const at = now.indexOf(text);
    if (at < 0)
      return hunks.some(({ notes }) => notesText(notes).includes(clip(text)))
        ? []
        : [`${JSON.stringify(text)} is gone`];
    now.splice(at, 1);
    return [];
  });
}
