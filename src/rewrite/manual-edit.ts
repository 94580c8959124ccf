// What a person writes in the place of a hunk's own text. It is read as the hunk's text is: what it names is imported when
// the hunk is taken, what it still uses stays, and what does not parse or is not defined in its file is refused.

import type { Hunk } from '../plan/hunks/hunk.ts';
import { leastSure } from '../plan/hunks/level.ts';
import type { Note } from '../plan/hunks/note.ts';
import type { Plan } from '../plan/plan.ts';
import { canHold, type TextFile } from '../plan/text-files.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { symbolsIn } from '../project/dotted-names.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { isBuiltin } from '../python/builtins.ts';
import { type Change, collide, type Piece } from '../python/changes.ts';
import { type Names, readNames } from '../python/scopes.ts';
import { type Node, parse } from '../python/source.ts';
import { applyEdits, contains } from '../text/edits.ts';
import { indexLines } from '../text/line-index.ts';
import { type Place, placesOf } from './edit-places.ts';
import { becomesBy, importable, type Part, partsOf } from './symbols-in-edit.ts';

/** Why an edited text is not taken; `place` counts the places from 0, line and column are those of its text, from 1. */
export interface Refusal {
  readonly place: number;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** The hunk with other texts in its places, one for each; or why they are refused. */
export function replaceTexts(plan: Plan, hunk: Hunk, texts: readonly string[], keeps: KeepsName): Hunk | Refusal {
  const model = plan.files.find((file) => file.model.path === hunk.path)?.model;
  const places = placesOf(plan, hunk, keeps);
  const file = plan.texts.get(hunk.path);
  if (!(model || file) || texts.length !== places.length)
    return { place: 0, line: 1, column: 1, reason: `the hunk has ${places.length} places, not ${texts.length}` };
  if (file) return replaceInText(file, hunk, places, texts);
  if (!model) return { place: 0, line: 1, column: 1, reason: 'its file was not read' };
  const written = places.map(({ uses }, index) => partsOf(texts[index] ?? '', uses));
  const edited = readEdited(model, places, written, plan);
  if ('reason' in edited) return edited;
  const changes = places.flatMap((place, index): readonly Change[] =>
    texts[index] === place.after ? place.changes : [{ span: place.span, ...(edited.changes[index] ?? { pieces: [] }) }],
  );
  return {
    ...hunk,
    changes,
    level: leastSure(['review', hunk.level]),
    title: titleOf(hunk, places, texts),
    notes: [noteOf(places, texts), ...hunk.notes],
    becomes: hunk.becomes && becomesBy(hunk.becomes, changes),
  };
}

/** In a file that is no Python any text goes, with the line ends of the file. */
function replaceInText(
  { decoded }: TextFile,
  hunk: Hunk,
  places: readonly Place[],
  texts: readonly string[],
): Hunk | Refusal {
  const place = texts.findIndex((text) => !canHold(decoded, text));
  if (place >= 0)
    return { place, line: 1, column: 1, reason: 'the file is not UTF-8, so that only ASCII can be written' };
  const end = decoded.text.includes('\r\n') ? '\r\n' : '\n';
  const changes = places.flatMap(({ span, before, after, changes: own }, index): readonly Change[] => {
    const text = texts[index] ?? '';
    // A line that was replaced with its end has one again.
    const ended = before.endsWith('\n') && /[^\n]$/.test(text) ? `${text}\n` : text;
    return text === after ? own : [{ span, pieces: [ended.replace(/\r?\n/g, end)] }];
  });
  return { ...hunk, changes, level: leastSure(['review', hunk.level]), notes: [noteOf(places, texts), ...hunk.notes] };
}

const LONGEST_TITLE = 40;

/** What it was → what the person wrote, where that is short. */
function titleOf({ name }: Hunk, places: readonly Place[], texts: readonly string[]): string {
  const [before = '', written = ''] = [places[0]?.before.trim(), texts[0]?.trim()];
  const short =
    places.length === 1 && [before, written].every((text) => text.length <= LONGEST_TITLE && !/\n/.test(text));
  return short && written !== '' ? `${before} → ${written}` : `${name} → (by hand)`;
}

/** What a reviewer has to know: who wrote it, and what holds of it anyway. */
function noteOf(places: readonly Place[], texts: readonly string[]): Note {
  const lines = places.filter(({ after }, index) => after !== texts[index]).map(({ line }) => line);
  const which = lines.length === 1 ? `line ${lines[0]} was` : `line ${lines.join(' and line ')} were`;
  return { kind: 'edited', text: `The text of ${which} written by hand.`, reason: 'its text was written by hand' };
}

/** A plan with the edited texts of hunks in it, and what of them could not be taken. */
export function withEdits(
  plan: Plan,
  edits: ReadonlyMap<string, readonly string[]>,
  keeps: KeepsName,
): { readonly plan: Plan; readonly refused: readonly { readonly id: string; readonly refusal: Refusal }[] } {
  if (edits.size === 0) return { plan, refused: [] };
  const refused: { id: string; refusal: Refusal }[] = [];
  const lost = new Set<string>();
  const hunks = plan.hunks.map((hunk) => {
    const texts = edits.get(hunk.id);
    if (!texts) return hunk;
    const edited = replaceTexts(plan, hunk, texts, keeps);
    if ('reason' in edited) {
      refused.push({ id: hunk.id, refusal: edited });
      return hunk;
    }
    const symbols = new Set(edited.changes.flatMap(symbolsIn));
    if (hunk.changes.flatMap(symbolsIn).some((symbol) => !symbols.has(symbol))) lost.add(hunk.id);
    return edited;
  });
  // A mock moves to what the hunk was to use; where that is no longer there, it has nowhere to go. And what lay in a text that
  // a hunk kept has no place in one that a person wrote.
  const overwritten = inEdited(hunks, edits);
  const stranded = new Set(
    hunks
      .filter(
        ({ id, requires, ties = [] }) =>
          overwritten.has(id) || requires.some((other) => lost.has(other) && !ties.includes(other)),
      )
      .map(({ id }) => id),
  );
  return {
    refused,
    plan: {
      ...plan,
      hunks: hunks.filter(({ id }) => !stranded.has(id)),
      leftOut: new Set([...plan.leftOut, ...stranded]),
      files: plan.files.map((file) => ({
        ...file,
        followers: file.followers.map((follower) =>
          follower.hunk && stranded.has(follower.hunk.id)
            ? { ...follower, hunk: undefined, message: 'the text that was written there uses something else.' }
            : follower,
        ),
      })),
    },
  };
}

/** The hunks that change what a person has written. */
function inEdited(hunks: readonly Hunk[], edits: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const written = hunks.filter(({ id }) => edits.has(id));
  const others = hunks.filter(({ id }) => !edits.has(id));
  return new Set(
    others
      .filter(({ path, changes }) =>
        written.some((hunk) => hunk.path === path && hunk.changes.some((a) => changes.some((b) => collide(a, b)))),
      )
      .map(({ id }) => id),
  );
}

interface EditedChanges {
  readonly changes: readonly { readonly pieces: readonly Piece[]; readonly names: readonly string[] }[];
}

/** Reads the file with the texts in it: what they name must mean something there. */
function readEdited(
  model: AnalyzedFile,
  places: readonly Place[],
  written: readonly (readonly Part[])[],
  plan: Plan,
): EditedChanges | Refusal {
  const text = (parts: readonly Part[]) => parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
  const edits = places.map(({ span }, index) => ({ ...span, text: text(written[index] ?? []) }));
  const result = applyEdits(model.decoded.text, edits);
  const starts: number[] = [];
  let shift = 0;
  for (const edit of edits) {
    starts.push(edit.start + shift);
    shift += edit.text.length - (edit.end - edit.start);
  }
  const refuse = (offset: number, reason: string): Refusal => {
    const place = Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
    const own = edits[place]?.text ?? '';
    const at = indexLines(own).at(Math.min(own.length, Math.max(0, offset - (starts[place] ?? 0))));
    return { place, ...at, reason };
  };
  const source = parse(model.path, result);
  if ('reason' in source) {
    const { line, column } = source.place ?? { line: 1, column: 1 };
    return refuse(indexLines(result).start(line) + column - 1, source.what);
  }
  const names = readNames(source);
  const star = model.imports.some((statement) => statement.star);
  const bound = new Set(model.bindings.map((binding) => binding.local));
  const lost = lostName(model, places, names);
  if (lost)
    return refuse(
      starts[lost.place] ?? 0,
      `\`${lost.name}\` has its value from here, and line ${source.lines.at(lost.use).line} uses it`,
    );
  const changes: { pieces: Piece[]; names: string[] }[] = [];
  for (const [index, parts] of written.entries()) {
    const pieces: Piece[] = [];
    const used = new Set<string>();
    let at = starts[index] ?? 0;
    for (const part of parts) {
      const whole = typeof part === 'string' ? part : part.text;
      if (typeof part !== 'string') pieces.push(part.use);
      else {
        const read = readPart(part, at, { source: source.root, names, star, plan });
        if (typeof read === 'number')
          return refuse(read, `\`${nameAt(result, read)}\` is not defined in ${model.path}; ${HOW_TO_NAME}`);
        pieces.push(...read.pieces);
        for (const name of read.used) if (bound.has(name.split('.')[0] ?? '')) used.add(name);
      }
      at += whole.length;
    }
    changes.push({ pieces, names: [...used] });
  }
  return { changes };
}

/** A name that a place bound and that means nothing any more where it is used. */
function lostName(
  model: AnalyzedFile,
  places: readonly Place[],
  names: Names,
): { readonly name: string; readonly place: number; readonly use: number } | undefined {
  for (const [place, { span, before }] of places.entries()) {
    for (const name of new Set(before.match(/[\p{L}_][\p{L}\p{N}_]*/gu))) {
      const bound = model.names
        .occurrences(name)
        .some(({ kind, node }) => kind === 'bind' && contains(span, { start: node.startIndex, end: node.endIndex }));
      const uses = bound ? names.occurrences(name).filter(({ kind }) => kind === 'use') : [];
      const use = uses.find((each) => !names.resolve(name, each));
      if (use) return { name, place, use: use.node.startIndex };
    }
  }
  return undefined;
}

const HOW_TO_NAME = 'a whole dotted name, as in `random.uniform` or `pkg.mod.function`, is imported by degreen';

function nameAt(text: string, offset: number): string {
  return /^[\w.]+/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
}

interface Reading {
  readonly source: Node;
  readonly names: Names;
  readonly star: boolean;
  readonly plan: Plan;
}

/** The names of a part: those of the file, and those to be imported; the offset of one that is neither. */
function readPart(text: string, start: number, reading: Reading): { pieces: Piece[]; used: string[] } | number {
  const { names, star, plan } = reading;
  const pieces: Piece[] = [];
  const used: string[] = [];
  let at = 0;
  for (const match of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
    if (match.index < at) continue;
    const offset = start + match.index;
    const node = reading.source.descendantForIndex(offset, offset + match[0].length);
    const occurrence =
      node.type === 'identifier' && node.startIndex === offset
        ? names.occurrences(node.text).find((each) => each.node.startIndex === offset)
        : undefined;
    if (occurrence?.kind !== 'use') continue;
    used.push(chainFrom(node));
    if (star || isBuiltin(node.text) || names.resolve(node.text, occurrence)) continue;
    const symbol = importable(chainFrom(node), plan);
    if (symbol === undefined) return offset;
    pieces.push(text.slice(at, match.index), { symbol });
    at = match.index + symbol.length;
  }
  pieces.push(text.slice(at));
  return { pieces, used };
}

/** The dotted name that begins with a node. */
function chainFrom(node: Node): string {
  let at = node;
  while (at.parent?.type === 'attribute' && at.parent.startIndex === node.startIndex) at = at.parent;
  return /\s/.test(at.text) ? node.text : at.text;
}
